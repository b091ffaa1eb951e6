package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.ingest.IngestRecords;
import sleeper.ingest.Record;

/** Columns whose values are in folders, in some files only, or of no use: what check, plan and job make of them. */
class FolderColumnsIT {
    private static final String OF_FILES = """
            {"rowKeyFields": [{"name": "id", "type": "long"}], "sortKeyFields": [],
             "valueFields": [{"name": "name", "type": "string", "nullable": true}]}
            """;
    private static final String OF_TABLE = """
            {"rowKeyFields": [{"name": "day", "type": "string"}, {"name": "id", "type": "long"}],
             "sortKeyFields": [{"name": "year", "type": "int"}],
             "valueFields": [{"name": "name", "type": "string", "nullable": true},
                             {"name": "place", "type": "string", "nullable": true}]}
            """;

    @TempDir
    Path folder;

    Cli cli;
    ParquetSource source;

    @BeforeEach
    void makeTable() {
        cli = new Cli(folder);
        source = new ParquetSource(cli);
        cli.run(
                        "table",
                        "create",
                        "t",
                        "--schema",
                        cli.file("t.json", OF_TABLE),
                        "--split-points",
                        cli.file("t.splits", "[\"2026-06\", null]"))
                .done();
    }

    private Path bucket(String key) {
        return cli.home().resolve("buckets/b").resolve(key);
    }

    private Path file(String key, long id) throws IOException {
        return source.write(bucket(key), OF_FILES, Record.of("id", id, "name", "n" + id));
    }

    private void properties(String... lines) throws IOException {
        Files.createDirectories(cli.home().resolve("tables"));
        Files.write(cli.home().resolve("tables/t.properties"), List.of(lines));
    }

    private String job(String id, String... files) {
        return cli.file(
                id + ".json",
                "{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"" + String.join("\",\"", files) + "\"]}");
    }

    private Cli.Result submit(String id, String... files) {
        return cli.run("submit", job(id, files), "--wait", "--json");
    }

    private List<String> rows() {
        return cli.run("scan", "t", "--json").out().lines().toList();
    }

    @Test
    void shouldLoadTheValuesOfFoldersBelowAboveAndBesideWhatIsNamed() throws IOException {
        // Given files below a folder that is named, one that is named itself, and one above which a folder is named
        file("sales/year=2026/place=Z%C3%BCrich/day=2026-01-31/f.parquet", 1);
        file("sales/year=2027/place=__HIVE_DEFAULT_PARTITION__/day=2027-01-31/f.parquet", 2);
        file("more/year=2028/place=/day=2028-01-31/f.parquet", 3);
        file("year=2029/place=x/day=2029-01-31/in/f.parquet", 4);
        String[] files = {
            "b/sales/", "b/more/year=2028/place=/day=2028-01-31/f.parquet", "b/year=2029/place=x/day=2029-01-31/in/"
        };
        // When
        JsonNode plan = cli.run("plan", job("j", files), "--json").done().json();
        Cli.Result loaded = submit("j", files);
        // Then
        assertThat(plan.get("warnings")).isEmpty();
        assertThat(plan.get("partitionsTouched").intValue()).isEqualTo(2);
        assertThat(loaded.exitCode()).as(loaded.out()).isZero();
        assertThat(rows())
                .containsExactly(
                        "{\"day\":\"2026-01-31\",\"id\":1,\"year\":2026,\"name\":\"n1\",\"place\":\"Zürich\"}",
                        "{\"day\":\"2027-01-31\",\"id\":2,\"year\":2027,\"name\":\"n2\",\"place\":null}",
                        "{\"day\":\"2028-01-31\",\"id\":3,\"year\":2028,\"name\":\"n3\",\"place\":\"\"}",
                        "{\"day\":\"2029-01-31\",\"id\":4,\"year\":2029,\"name\":\"n4\",\"place\":\"x\"}");
    }

    @Test
    void shouldTellInPlanAndJobOfAFolderThatNamesNoFieldOfTheTable() throws IOException {
        // Given
        file("Year=1/year=2026/place=x/day=a/f.parquet", 1);
        file("Year=1/year=2027/place=x/day=a/f.parquet", 2);
        String warning =
                "The folder value of 'Year' of 2 files is not loaded: the table has no such field, only 'year'."
                        + " The first of the files is b/Year=1/year=2026/place=x/day=a/f.parquet.";
        // When
        JsonNode plan = cli.run("plan", job("j", "b/Year=1"), "--json").done().json();
        JsonNode loaded = submit("j", "b/Year=1").json();
        JsonNode checked = cli.run("check", "b/Year=1/year=2026/place=x/day=a/f.parquet", "--table", "t", "--json")
                .done()
                .json();
        // Then
        assertThat(plan.at("/warnings/0").textValue()).isEqualTo(warning);
        assertThat(loaded.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(loaded.toString()).contains(warning);
        assertThat(cli.run("jobs", "j").out()).contains("warning: " + warning);
        assertThat(checked.at("/warnings/0").textValue()).startsWith("The folder value of 'Year' of b/Year=1");
    }

    @Test
    void shouldRefuseInCheckPlanAndJobAFolderWhoseTextIsNoValue() throws IOException {
        // Given
        Path file = file("year=late/place=x/day=a/f.parquet", 1);
        // When
        JsonNode checked =
                cli.run("check", file.toString(), "--table", "t", "--json").json();
        Cli.Result planned = cli.run("plan", job("j", "b/year=late"), "--json");
        Cli.Result refused = submit("j", "b/year=late");
        // Then
        assertThat(checked.at("/faults").findValuesAsText("code")).containsExactly("BAD_FOLDER_VALUE");
        assertThat(planned.faultCodes()).containsExactly("BAD_FOLDER_VALUE");
        assertThat(refused.faultCodes()).containsExactly("BAD_FOLDER_VALUE");
        assertThat(refused.out()).contains("b/year=late/place=x/day=a/f.parquet, field 'year'");
    }

    @Test
    void shouldRefuseAFileWhoseBoundsContradictItsFolderBeforeItRuns() throws IOException {
        // Given a file that has the column too
        source.write(
                bucket("place=x/f.parquet"),
                OF_TABLE,
                Record.of("day", "a", "id", 1L, "year", 1).with("place", "y"));
        // When
        Cli.Result refused = submit("j", "b/place=x/f.parquet");
        // Then
        assertThat(refused.faultCodes()).containsExactly("BAD_FOLDER_VALUE");
        assertThat(refused.json().get("status").textValue()).isEqualTo("REJECTED");
        assertThat(refused.out()).contains("values from 'y' to 'y'");
    }

    @Test
    void shouldFailTheRunAtARowThatContradictsItsFolder() throws IOException {
        // Given a file that has the column too, with bounds around what the folder says
        Record row = Record.of("day", "a", "id", 1L, "year", 1);
        source.write(bucket("place=x/f.parquet"), OF_TABLE, row.with("place", "w"), row.with("place", "y"));
        // When
        Cli.Result failed = submit("j", "b/place=x/f.parquet");
        // Then
        assertThat(failed.faultCodes()).containsExactly("BAD_FOLDER_VALUE");
        assertThat(failed.json().get("status").textValue()).isEqualTo("FAILED");
        assertThat(failed.out())
                .contains("b/place=x/f.parquet, row group 0, column 'place'")
                .contains("another value (row 0 of the row group, counted from 0)");
        assertThat(rows()).isEmpty();
    }

    @Test
    void shouldCheckAFileOfThisMachineByAllItsFolders() throws IOException {
        // Given
        Path file = source.write(
                folder.resolve("data/year=2026/deep/place=x/day=a/f.parquet"), OF_FILES, Record.of("id", 1L));
        // When
        JsonNode checked = cli.run("check", file.toString(), "--table", "t", "--json")
                .done()
                .json();
        // Then
        assertThat(checked.at("/columns").findValuesAsText("verdict"))
                .containsExactly("FROM_FOLDER", "SAME", "FROM_FOLDER", "SAME", "FROM_FOLDER");
    }

    @Test
    void shouldCutATableByASampleOfKeysThatFoldersHave() throws IOException {
        // Given
        for (int day = 0; day < 4; day++) {
            source.write(
                    folder.resolve("data/day=" + day + "/year=1/f.parquet"), OF_FILES, Record.of("id", (long) day));
        }
        // When
        JsonNode created = cli.run(
                        "table",
                        "create",
                        "cut",
                        "--schema",
                        "t.json",
                        "--sample",
                        folder.resolve("data").toString(),
                        "--partitions",
                        "4",
                        "--json")
                .done()
                .json();
        // Then
        assertThat(created.get("partitions").intValue()).isEqualTo(4);
    }

    @Test
    void shouldLeaveOutAndFillWhereTheTableSaysSoAndTellIt() throws IOException {
        // Given a file with a column too many and one too few
        String other = OF_FILES.replace("\"name\", \"type\": \"string\"", "\"extra\", \"type\": \"double\"");
        source.write(bucket("year=1/place=x/day=a/f.parquet"), other, Record.of("id", 1L, "extra", 0.5));
        String job = job("j", "b/year=1/");
        assertThat(cli.run("plan", job, "--json").faultCodes()).containsExactly("SCHEMA_MISMATCH", "SCHEMA_MISMATCH");
        // When
        properties("sleeper.table.ingest.extra.columns=ignore", "sleeper.table.ingest.missing.columns=null");
        JsonNode checked = cli.run("check", "b/year=1/place=x/day=a/f.parquet", "--table", "t", "--json")
                .done()
                .json();
        JsonNode plan = cli.run("plan", job, "--json").done().json();
        Cli.Result loaded = submit("j", "b/year=1/");
        // Then
        List<String> warnings = List.of(
                "Column 'extra' of b/year=1/place=x/day=a/f.parquet is not loaded: the table has no such field.",
                "Field 'name' is null in every row of b/year=1/place=x/day=a/f.parquet: there is no such column.");
        assertThat(checked.at("/columns").findValuesAsText("verdict"))
                .containsExactly("FROM_FOLDER", "SAME", "FROM_FOLDER", "NULLS", "FROM_FOLDER", "IGNORED");
        assertThat(plan.get("warnings")).extracting(JsonNode::textValue).containsExactlyElementsOf(warnings);
        assertThat(loaded.exitCode()).as(loaded.out()).isZero();
        assertThat(loaded.out()).contains(warnings);
        assertThat(rows()).containsExactly("{\"day\":\"a\",\"id\":1,\"year\":1,\"name\":null,\"place\":\"x\"}");
    }

    @Test
    void shouldLeaveOutFieldsOfRecordsThatTheTableLacksWhereItSaysSo() throws IOException {
        // Given
        properties("sleeper.table.ingest.extra.columns=ignore");
        // When
        try (IngestRecords ingest = IngestRecords.open(cli.home(), "t", "program")) {
            ingest.write(Record.of("day", "a", "id", 1L, "year", 1).with("extra", 0.5));
        }
        // Then
        assertThat(rows()).containsExactly("{\"day\":\"a\",\"id\":1,\"year\":1,\"name\":null,\"place\":null}");
    }
}
