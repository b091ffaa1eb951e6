package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCommandIT {
    @TempDir
    Path folder;

    Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
    }

    @Nested
    class Create {
        @Test
        void shouldCreateATableWithThePartitionsThatSplitPointsMake() {
            // When
            JsonNode created = cli.run(
                            "table",
                            "create",
                            "letters",
                            "--schema",
                            cli.file("schema.json", Cli.SCHEMA),
                            "--split-points",
                            cli.file("splits.txt", "\"g\"\n\"n\"\n"),
                            "--json")
                    .done()
                    .json();
            // Then
            assertThat(created.get("table").textValue()).isEqualTo("letters");
            assertThat(created.get("partitions").intValue()).isEqualTo(3);
            assertThat(created.at("/leaves/1/region").toString())
                    .isEqualTo("[{\"type\":\"string\",\"min\":\"g\",\"max\":\"n\"}]");
            assertThat(cli.instance().tables().require("letters").rowCount()).isZero();
        }

        @Test
        void shouldSayInWordsWhatItCreated() {
            assertThat(cli.run("table", "create", "letters", "--schema", cli.file("schema.json", Cli.SCHEMA))
                            .done()
                            .out())
                    .isEqualTo("Created table letters with 1 partition." + System.lineSeparator());
        }

        @Test
        void shouldRefuseANameThatIsNone() {
            // When
            Cli.Result refused =
                    cli.run("table", "create", "no/such", "--schema", cli.file("schema.json", Cli.SCHEMA), "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("BAD_ID");
            assertThat(refused.err()).isEmpty();
        }

        @Test
        void shouldRefuseANameThatIsTaken() {
            // Given
            cli.createTable("letters");
            // When
            Cli.Result refused = cli.run("table", "create", "letters", "--schema", "schema.json", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("TABLE_EXISTS");
        }

        @Test
        void shouldTellEveryFaultOfASchemaAndItsPlaceInTheFile() {
            // Given
            String schema = cli.file("schema.json", """
                    {"rowKeyFields": [{"name": "key", "type": "float"}],
                     "valueFields": [{"name": "value", "type": "strin"}]}
                    """);
            // When
            Cli.Result refused = cli.run("table", "create", "letters", "--schema", schema, "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("BAD_SCHEMA", "BAD_SCHEMA");
            assertThat(refused.json().at("/error/faults").findValuesAsText("where"))
                    .allMatch(where -> where.startsWith(folder.resolve("schema.json") + ", line "));
            assertThat(cli.home()).doesNotExist();
        }

        @Test
        void shouldTellTheLineOfABadSplitPoint() {
            // When
            Cli.Result refused = cli.run(
                    "table",
                    "create",
                    "letters",
                    "--schema",
                    cli.file("schema.json", Cli.SCHEMA),
                    "--split-points",
                    cli.file("splits.txt", "\"g\"\n7\n\"a\"\n"),
                    "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("BAD_SPLIT_POINTS", "BAD_SPLIT_POINTS");
            assertThat(refused.json().at("/error/faults/0/where").textValue())
                    .startsWith(folder.resolve("splits.txt") + ", line 2");
            assertThat(refused.json().at("/error/faults/0/location"))
                    .hasToString("{\"file\":\"" + folder.resolve("splits.txt") + "\",\"line\":2}");
        }

        @Test
        void shouldRefuseAFileThatIsNotThere() {
            // When
            Cli.Result refused = cli.run("table", "create", "letters", "--schema", "nowhere.json", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("FILE_NOT_FOUND");
        }

        @Test
        void shouldRefuseACommandLineWithoutASchema() {
            // When
            Cli.Result refused = cli.run("table", "create", "letters");
            // Then
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).contains("--schema").contains("usage: sleeper table create");
        }
    }

    @Nested
    class Show {
        @Test
        void shouldListNoTableOfAnEmptyHome() {
            assertThat(cli.run("table", "list", "--json").done().json().toString())
                    .isEqualTo("{\"tables\":[]}");
            assertThat(cli.home()).doesNotExist();
        }

        @Test
        void shouldListTheTablesByName() {
            // Given
            cli.createTable("second", "\"m\"");
            cli.createTable("first");
            // When
            JsonNode listed = cli.run("--json", "table", "list").done().json();
            // Then
            assertThat(listed.toString())
                    .isEqualTo("{\"tables\":["
                            + "{\"table\":\"first\",\"partitions\":1,\"files\":0,\"rows\":0,\"bytes\":0},"
                            + "{\"table\":\"second\",\"partitions\":2,\"files\":0,\"rows\":0,\"bytes\":0}]}");
        }

        @Test
        void shouldDescribeATableInWords() {
            // Given
            cli.createTable("letters", "\"m\"");
            cli.file(".sleeper/tables/letters.properties", "sleeper.table.bulk.import.min.leaf.partitions=2\n");
            // When / Then
            assertThat(cli.run("table", "describe", "letters").done().out().lines())
                    .containsExactly(
                            "table letters: 0 rows in 0 files, 2 partitions, 0 B",
                            "",
                            "schema",
                            "  field      type              part",
                            "  key        string            row key",
                            "  timestamp  long              sort key",
                            "  value      string, nullable  value",
                            "",
                            "properties",
                            "  property                                       value",
                            "  sleeper.table.bulk.import.min.leaf.partitions  2",
                            "",
                            "partitions",
                            "  partition  key from  below  files  rows  size",
                            "  p0                   m          0     0   0 B",
                            "  p1         m                    0     0   0 B");
        }

        @Test
        void shouldTellAnUnknownTable() {
            // When
            Cli.Result refused = cli.run("table", "describe", "nowhere");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .startsWith("error: UNKNOWN_TABLE: Table 'nowhere' was not found.")
                    .contains("sleeper table create");
        }
    }

    @Nested
    class Drop {
        @Test
        void shouldDropATable() {
            // Given
            cli.createTable("letters");
            // When
            JsonNode dropped =
                    cli.run("table", "drop", "letters", "--json").done().json();
            // Then
            assertThat(dropped.toString()).isEqualTo("{\"table\":\"letters\",\"dropped\":true,\"files\":0,\"rows\":0}");
            assertThat(cli.run("table", "list", "--json").json().at("/tables")).isEmpty();
            assertThat(cli.run("table", "describe", "letters").exitCode()).isEqualTo(1);
        }

        @Test
        void shouldCreateATableOfTheNameOfADroppedOne() {
            // Given
            cli.createTable("letters");
            cli.run("table", "drop", "letters").done();
            // When
            cli.createTable("letters", "\"m\"");
            // Then
            assertThat(cli.run("table", "describe", "letters", "--json")
                            .json()
                            .get("partitions")
                            .intValue())
                    .isEqualTo(2);
        }

        @Test
        void shouldRefuseToDropATableThatIsNotThere() {
            // When
            Cli.Result refused = cli.run("table", "drop", "letters", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("UNKNOWN_TABLE");
            assertThat(Files.exists(cli.home())).isFalse();
        }
    }

    @Nested
    class CommandLineItself {
        @Test
        void shouldAskForACommand() {
            assertThat(cli.run().exitCode()).isEqualTo(2);
            assertThat(cli.run("table").exitCode()).isEqualTo(2);
        }

        @Test
        void shouldTellAnUnknownOptionAsJsonWhereAskedFor() {
            // When
            Cli.Result refused = cli.run("table", "list", "--nonsense", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.json().at("/error/message").textValue()).contains("--nonsense");
            assertThat(refused.err()).isEmpty();
        }

        @Test
        void shouldFindTheHomeThatTheEnvironmentNames() {
            // Given
            cli.with("SLEEPER_HOME", folder.resolve("elsewhere").toString()).createTable("letters");
            // When / Then
            assertThat(new Cli(folder).run("table", "list", "--json").json().at("/tables"))
                    .isEmpty();
            assertThat(cli.run("table", "list", "--json").json().at("/tables")).hasSize(1);
        }

        @Test
        void shouldShowItsVersionAndItsHelp() {
            assertThat(cli.run("--version").done().out()).startsWith("sleeper 0.1.0");
            assertThat(cli.run("table", "--help").done().out()).contains("Usage: sleeper table");
        }
    }
}
