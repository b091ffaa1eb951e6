package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.ingest.IngestRecords;
import sleeper.ingest.Record;

class DemoCommandIT {
    private static final String DAYS = """
            {"rowKeyFields": [{"name": "key", "type": "string"}],
             "sortKeyFields": [],
             "valueFields": [{"name": "day", "type": "date"}, {"name": "photo", "type": "bytearray"},
                             {"name": "price", "type": {"type": "decimal", "precision": 9, "scale": 2}}]}
            """;

    @TempDir
    Path folder;

    Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
    }

    /** @return a Parquet file with one row: a string key, a date, bytes and a decimal */
    private Path fileOfDays() throws IOException {
        cli.run("table", "create", "days", "--schema", cli.file("days.json", DAYS))
                .done();
        try (IngestRecords ingest = IngestRecords.open(cli.home(), "days", "days")) {
            ingest.writeAll(List.of(Record.of("key", "a", "day", LocalDate.of(2026, 2, 3))
                    .with("photo", new byte[] {1, 2, 3})
                    .with("price", new BigDecimal("12.50"))));
            assertThat(ingest.commit().rows()).isEqualTo(1);
        }
        try (Stream<Path> files = Files.walk(cli.home().resolve("buckets/sleeper-tables/days/data"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void shouldShowARowOfEveryType() throws IOException {
        // Given
        String file = fileOfDays().toString();
        // When
        Cli.Result json = cli.run("demo", "--files", file, "--row-keys", "key", "--partitions", "1", "--json");
        Cli.Result words = cli.run("demo", "--files", file, "--row-keys", "key", "--partitions", "1");
        // Then
        String row = "{\"key\":\"a\",\"day\":\"2026-02-03\",\"photo\":\"AQID\",\"price\":12.5}";
        assertThat(json.exitCode()).as(json.err()).isZero();
        assertThat(json.json().get("readBack").toString()).isEqualTo(row);
        assertThat(words.out()).contains("read back " + row.replace("12.5", "12.50"));
    }

    @Test
    void shouldTakeAFileWhateverItIsCalled() throws IOException {
        // Given
        Path file = Files.copy(fileOfDays(), folder.resolve("two words, größer.pq"));
        // When
        JsonNode report = cli.run(
                        "demo", "--files", file.toString(), "--row-keys", "key", "--partitions", "1", "--json")
                .json();
        // Then
        assertThat(report.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(report.get("rows").longValue()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatTheFilesLeftOpenAndLoadThem() {
        // Given a file as Arrow wrote it: timestamps of 96 bits, one column finer than microseconds, one without a type
        String file = Path.of(System.getProperty("project.root"))
                .resolve("sort/src/test/resources/writers/pyarrow-26.0.1-INT96.parquet")
                .toString();
        // When
        Cli.Result loaded =
                cli.run("demo", "--files", file, "--row-keys", "id", "--partitions", "1", "--name", "mine", "--json");
        // Then
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        assertThat(loaded.err())
                .contains(
                        "column 'nothing' has no type in any file, since all its values are null; the table's field is a"
                                + " nullable string");
        assertThat(loaded.json().get("readBack").get("later").textValue()).endsWith("00:00:00.000000001Z");
        assertThat(cli.run("jobs", "mine", "--json")
                        .json()
                        .findValue("warnings")
                        .toString())
                .isEqualTo(
                        "[\"In demo/mine/pyarrow-26.0.1-INT96.parquet, column 'nothing': a column without a type, whose"
                                + " values are all null.\"]");
        assertThat(cli.run("check", file, "--table", "mine").out())
                .contains("Accepted; timestamps of 96 bits; one that the field's unit cannot hold exactly is refused.")
                .contains("nullable INT64 INTEGER(64, unsigned)")
                .contains("Accepted; a column without a type, whose values are all null.");
    }

    @Test
    void shouldRunUnderTheNameOfOneThatWasRefused() throws IOException {
        // Given
        String file = fileOfDays().toString();
        Cli.Result refused = cli.run("demo", "--files", file, "--row-keys", "kye", "--name", "mine", "--json");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly("BAD_SCHEMA");
        // When
        Cli.Result again = cli.run("demo", "--files", file, "--row-keys", "key", "--name", "mine", "--json");
        // Then
        assertThat(again.exitCode()).as(again.out()).isZero();
    }

    @Test
    void shouldRefuseANameThatIsInUseBeforeItMakesAnything() {
        // Given
        String[] line = {"demo", "--rows", "100", "--partitions", "2", "--name", "mine", "--json"};
        assertThat(cli.run(line).exitCode()).isZero();
        // When
        Cli.Result again = cli.run(line);
        // Then
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.faultCodes()).containsExactly("TABLE_EXISTS", "JOB_ID_CONFLICT", "DUPLICATE_FILE");
        assertThat(again.err()).doesNotContain("making");
        assertThat(cli.run("verify", "mine").exitCode()).isZero();
    }

    @Test
    void shouldLoadNoRows() {
        // When
        Cli.Result none = cli.run("demo", "--rows", "0", "--partitions", "2", "--json");
        // Then
        assertThat(none.exitCode()).as(none.out()).isZero();
        assertThat(none.json().get("rows").longValue()).isZero();
        assertThat(none.json().get("readBack").toString()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--partitions 0",
                "--partitions 100001",
                "--rows -1",
                "--sort-keys a",
                "--row-keys a",
                "--files x",
                "--files x --row-keys a --rows 5",
                "--columns a",
                "--exclude a",
                "--columns a --exclude b --files x --row-keys a",
                "--exclude a --files x --row-keys a",
                "--columns a, --files x --row-keys a",
                "--name no/such",
                "--platform nowhere"
            })
    void shouldRefuseOptionsThatMakeNoSense(String options) {
        // When
        Cli.Result refused = cli.run(("demo " + options).split(" "));
        // Then
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(options.split(" ")[0]);
        assertThat(cli.home()).doesNotExist();
    }
}
