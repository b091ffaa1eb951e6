package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.ingest.Record;

/** Which columns a demo makes of a user's files and their folders. */
class DemoColumnsIT {
    private static final String OF_FILES = """
            {"rowKeyFields": [{"name": "id", "type": "long"}], "sortKeyFields": [],
             "valueFields": [{"name": "name", "type": "string", "nullable": true}]}
            """;
    private static final String WITH_MORE = """
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
    void setUp() {
        cli = new Cli(folder);
        source = new ParquetSource(cli);
    }

    private Cli.Result demo(String files, String... more) {
        List<String> line = new ArrayList<>(
                List.of("demo", "--files", files, "--partitions", "2", "--name", "mine", "--json", "--row-keys"));
        line.addAll(List.of(more));
        return cli.run(line.toArray(String[]::new));
    }

    private String fields() {
        JsonNode schema = cli.run("table", "describe", "mine", "--json").json().get("schema");
        List<String> fields = new ArrayList<>();
        schema.forEach(list -> list.forEach(field -> fields.add(
                field.get("name").asText() + " " + (field.path("nullable").asBoolean() ? "nullable " : "")
                        + field.get("type").asText())));
        return String.join(", ", fields);
    }

    @Test
    void shouldInferInADemoTheColumnsOfFoldersAlsoOfThoseAboveTheFilesThatAreNamed() throws IOException {
        // Given
        String[] days = {"2026-01-30", "2026-01-31"};
        for (int i = 0; i < 2; i++) {
            String place = i == 0 ? "__HIVE_DEFAULT_PARTITION__" : "a%20b";
            Path in = folder.resolve("data/year=2026/in/month=0" + i + "/day=" + days[i] + "/place=" + place);
            source.write(in.resolve("n=" + 3_000_000_000L * i + "/f.parquet"), OF_FILES, Record.of("id", (long) i));
        }
        // When
        Cli.Result demo = demo("data/year=2026/in", "id");
        // Then
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(fields())
                .isEqualTo(
                        "id long, name nullable string, year int, month string, day date, place nullable string, n long");
        assertThat(cli.run("scan", "mine", "--json").out().lines())
                .containsExactly(
                        "{\"id\":0,\"name\":null,\"year\":2026,\"month\":\"00\",\"day\":\"2026-01-30\",\"place\":null,\"n\":0}",
                        "{\"id\":1,\"name\":null,\"year\":2026,\"month\":\"01\",\"day\":\"2026-01-31\",\"place\":\"a b\",\"n\":3000000000}");
    }

    @Test
    void shouldTakeInADemoKeysFromFolders() throws IOException {
        // Given
        for (int i = 0; i < 4; i++) {
            source.write(folder.resolve("data/day=2026-01-0" + (i + 1) + "/f.parquet"), OF_FILES, Record.of("id", 1L));
        }
        // When
        Cli.Result demo = demo("data", "day", "--sort-keys", "id");
        // Then a date, which no key can be, is text
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.json().get("partitions").intValue()).isEqualTo(2);
        assertThat(fields()).isEqualTo("day string, id long, name nullable string");
    }

    @Test
    void shouldRefuseADemoOfFilesSomeOfWhichLackAFolder() throws IOException {
        source.write(folder.resolve("data/year=1/f.parquet"), OF_FILES, Record.of("id", 1L));
        source.write(folder.resolve("data/g.parquet"), OF_FILES, Record.of("id", 1L));
        Cli.Result refused = demo("data", "id");
        assertThat(refused.faultCodes()).containsExactly("SCHEMA_MISMATCH");
        assertThat(refused.out()).contains("g.parquet, column 'year'").contains("no folder that has its value");
        assertThat(demo("data", "id", "--exclude", "year").exitCode()).isZero();
    }

    @Test
    void shouldLoadInADemoTheColumnsThatAreChosenAndTellOfTheOthers() throws IOException {
        // Given
        source.write(
                folder.resolve("data/year=1/f.parquet"),
                WITH_MORE.replace("\"year\"", "\"a,b\""),
                Record.of("day", "x", "id", 1L, "a,b", 7).with("name", "n"));
        // When
        Cli.Result demo = demo("data", "\"a,b\"", "--columns", "name,id");
        // Then
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(fields()).isEqualTo("a,b int, id long, name nullable string");
        assertThat(demo.err())
                .contains("warning: Column 'day' of demo/mine/year=1/f.parquet is not loaded")
                .contains("warning: Column 'place' of demo/mine/year=1/f.parquet is not loaded")
                .contains("warning: The folder value of 'year' of demo/mine/year=1/f.parquet is not loaded");
    }

    @Test
    void shouldLoadInADemoAllColumnsButThoseExcluded() throws IOException {
        source.write(folder.resolve("data/year=1/f.parquet"), WITH_MORE, Record.of("day", "x", "id", 1L, "year", 1));
        Cli.Result demo = demo("data", "id", "--exclude", "place", "--exclude", "day");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(fields()).isEqualTo("id long, year int, name nullable string");
    }

    @Test
    void shouldTellEachChosenColumnThatIsNotThere() throws IOException {
        source.write(folder.resolve("data/year=1/f.parquet"), OF_FILES, Record.of("id", 1L));
        Cli.Result refused = demo("data", "id", "--columns", "nmae,yaer");
        assertThat(refused.faultCodes()).containsExactly("BAD_SCHEMA", "BAD_SCHEMA");
        assertThat(refused.out())
                .contains("--columns 'nmae'")
                .contains("the nearest is 'name'")
                .contains("the nearest is 'year'");
        assertThat(demo("data", "id", "--exclude", "x").out()).contains("--exclude 'x'");
    }
}
