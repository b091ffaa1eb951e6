package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewCommandsIT {
    private static final String NANOS = """
            {"rowKeyFields":[{"name":"key","type":"string"}],
             "valueFields":[{"name":"at","type":{"type":"timestamp","unit":"nanos"},"nullable":true}]}
            """;

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
    }

    private Path metadata(String table) {
        return cli.home().resolve("buckets/sleeper-tables/" + table + "/metadata");
    }

    private String create(String table, String schema) {
        Cli.Result created = cli.run("table", "create", table, "--schema", cli.file("schema.json", schema));
        assertThat(created.exitCode()).isZero();
        return created.err();
    }

    @Test
    void shouldPublishAViewOfWhatAJobLoaded() {
        // When
        assertThat(cli.run("demo", "--rows", "2000", "--partitions", "4", "--name", "t")
                        .exitCode())
                .isZero();
        // Then other engines can begin with it, and there is nothing left to publish
        assertThat(metadata("t").resolve("version-hint.text")).hasContent("1");
        JsonNode published = cli.run("iceberg", "t", "--json").done().json();
        assertThat(published.get("metadata").textValue())
                .isEqualTo("file://" + metadata("t").resolve("v1.metadata.json"));
        assertThat(published.get("snapshots").intValue()).isZero();
        assertThat(published.get("leftOut")).isEmpty();
        // And it can be made anew
        JsonNode anew = cli.run("iceberg", "t", "--rebuild", "--json").done().json();
        assertThat(anew.get("version").intValue()).isEqualTo(2);
        assertThat(anew.get("files").intValue()).isEqualTo(4);
    }

    @Test
    void shouldSayInWordsWhereTheViewIs() {
        create("letters", Cli.SCHEMA);
        assertThat(cli.run("iceberg", "letters").done().out().lines())
                .containsExactly("file://" + metadata("letters").resolve("v1.metadata.json"), "There was nothing new.");
    }

    @Test
    void shouldTakeTheViewOfADroppedTableAway() {
        // Given
        create("letters", Cli.SCHEMA);
        cli.run("iceberg", "letters").done();
        // When
        cli.run("table", "drop", "letters").done();
        // Then
        assertThat(Files.exists(metadata("letters").resolve("version-hint.text")))
                .isFalse();
        assertThat(Files.exists(metadata("letters").resolve("v1.metadata.json")))
                .isFalse();
        assertThat(cli.run("iceberg", "letters", "--json").faultCodes()).containsExactly("UNKNOWN_TABLE");
    }

    @Test
    void shouldSayWhichColumnOtherEnginesDoNotSee() {
        // When / Then
        String told =
                "column 'at' is not in the Iceberg view: Iceberg's tables hold timestamps of microseconds, and this one is"
                        + " of nanoseconds. The command reads it.";
        assertThat(create("fine", NANOS)).contains("warning: " + told);
        assertThat(cli.run("table", "describe", "fine").done().out()).contains(told);
        assertThat(cli.run("table", "describe", "fine", "--json")
                        .done()
                        .json()
                        .at("/notInIcebergView/0/column")
                        .textValue())
                .isEqualTo("at");
        assertThat(cli.run("iceberg", "fine").err()).contains(told);
    }

    @Test
    void shouldAddAFieldThatOtherEnginesSeeToo() {
        // Given
        create("letters", Cli.SCHEMA);
        cli.run("iceberg", "letters").done();
        // When
        assertThat(cli.run("table", "add-field", "letters", "price", "--type", "decimal(10,2)")
                        .done()
                        .out())
                .isEqualTo("Table letters has the field 'price' of type decimal(10,2) now." + System.lineSeparator());
        JsonNode nested = cli.run(
                        "table",
                        "add-field",
                        "letters",
                        "tags",
                        "--type",
                        "{\"type\":\"list\",\"element\":\"int\"}",
                        "--json")
                .done()
                .json();
        // Then
        assertThat(nested.at("/schema/valueFields").findValuesAsText("name")).contains("price", "tags");
        assertThat(cli.run("iceberg", "letters", "--json")
                        .done()
                        .json()
                        .get("version")
                        .intValue())
                .isEqualTo(2);
        assertThat(cli.instance()
                        .tables()
                        .require("letters")
                        .table()
                        .orElseThrow()
                        .schema()
                        .valueFields())
                .filteredOn(field -> field.name().equals("price"))
                .allMatch(field -> field.nullable());
    }

    @ParameterizedTest
    @CsvSource({
        "letters, price, money, BAD_SCHEMA",
        "letters, price, {, MALFORMED_JSON",
        "letters, key, int, VALUE_OUT_OF_RANGE",
        "letters, '', int, BAD_SCHEMA",
        "others, price, int, UNKNOWN_TABLE"
    })
    void shouldAddNoFieldThatIsNone(String table, String name, String type, String code) {
        create("letters", Cli.SCHEMA);
        Cli.Result refused = cli.run("table", "add-field", table, name, "--type", type, "--json");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly(code);
    }
}
