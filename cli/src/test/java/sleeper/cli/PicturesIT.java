package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.platform.JobQueue;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;

/**
 * Pictures of an instance whose table {@code t} was loaded with 2,000 rows in 4 partitions by the job {@code t}. The job {@code again} was
 * rejected first, for want of its file, and committed by its second attempt.
 */
@Timeout(120)
class PicturesIT {
    @TempDir
    static Path folder;

    static Cli cli;

    @BeforeAll
    static void load() throws IOException {
        cli = new Cli(folder).with("LANG", "C.UTF-8");
        assertThat(cli.run("demo", "--rows", "2000", "--partitions", "4", "--name", "t", "--json")
                        .exitCode())
                .isZero();
        String job =
                cli.file("again.json", "{\"id\":\"again\",\"tableName\":\"t\",\"files\":[\"demo/late/f.parquet\"]}");
        assertThat(cli.run("submit", job, "--wait", "--json").exitCode()).isEqualTo(1);
        Path demo = cli.home().resolve("buckets/demo");
        Files.createDirectories(demo.resolve("late"));
        Files.copy(demo.resolve("t/part-0.parquet"), demo.resolve("late/f.parquet"));
        assertThat(cli.run("retry", "again", "--wait", "--json").exitCode()).isZero();
    }

    private static List<String> graph(String... arguments) {
        List<String> lines = cli.run(arguments).done().out().lines().toList();
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(80).doesNotContain("\u001B"));
        return lines;
    }

    @Test
    void shouldDrawTheMachineAsAJobRanIt() {
        // When
        List<String> lines = graph("jobs", "t", "--graph");
        // Then
        assertThat(lines.get(0)).isEqualTo("job t: COMMITTED, attempt 1 of 1: COMMITTED");
        assertThat(lines.get(1)).startsWith("execution t-a1: SUCCEEDED after ");
        assertThat(lines)
                .contains("├● standard", "├○ emr", "│  ● Finish as committed")
                .anyMatch(line -> line.startsWith("│  ● Run ingest task"))
                .anyMatch(line -> line.startsWith("○ Record failure"));
    }

    @Test
    void shouldDrawTheLastAttemptOrTheOneThatIsAskedFor() {
        assertThat(graph("jobs", "again", "--graph"))
                .contains("job again: COMMITTED, attempt 2 of 2: COMMITTED", "│  ● Finish as committed");
        assertThat(graph("jobs", "again", "--graph", "--attempt", "1"))
                .contains("job again: COMMITTED, attempt 1 of 2: REJECTED", "   ● Refuse job")
                .anyMatch(line -> line.startsWith("✗ Validate job"))
                .anyMatch(line -> line.startsWith("FILE_NOT_FOUND: "))
                .noneMatch(line -> line.startsWith("│  ● Run ingest task"));
    }

    @Test
    void shouldAddTheGraphToTheJson() {
        // When
        JsonNode job = cli.run("jobs", "again", "--graph", "--attempt", "1", "--json")
                .done()
                .json();
        // Then
        assertThat(job.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(job.at("/graph/attempt").intValue()).isEqualTo(1);
        assertThat(job.at("/graph/executionArn").textValue()).endsWith(":again-a1");
        assertThat(job.at("/graph/status").textValue()).isEqualTo("FAILED");
        assertThat(job.at("/graph/machine/startAt").textValue()).isEqualTo("Validate job");
        assertThat(job.at("/graph/visits/0/outcome").textValue()).isEqualTo("caught");
        assertThat(job.at("/graph/transitions/0").toString())
                .isEqualTo("{\"from\":\"Validate job\",\"to\":\"Refuse job\",\"caught\":true,\"times\":1}");
        // What the definition was prepared for has its own resources
        assertThat(job.at("/graph/machine/states/0/resource").textValue())
                .startsWith("lambda:invoke arn:")
                .doesNotContain("${");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-1", "2147483647"})
    void shouldRefuseAnAttemptThatThereIsNot(String attempt) {
        // When
        Cli.Result refused = cli.run("jobs", "again", "--graph", "--attempt=" + attempt);
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("The graph of job 'again' was not drawn.", "VALUE_OUT_OF_RANGE", attempt, "1 to 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs --graph",
                "jobs t --attempt 1",
                "jobs --attempt 1",
                "jobs t --graph --attempt one",
                "jobs t --graph --last 1",
                "table describe --map"
            })
    void shouldRefuseOptionsThatMakeNoSenseTogether(String line) {
        Cli.Result refused = cli.run(line.split(" "));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void shouldTellAnUnknownJobAndTable() {
        assertThat(cli.run("jobs", "nobody", "--graph", "--json").faultCodes()).containsExactly("UNKNOWN_JOB");
        assertThat(cli.run("table", "describe", "nowhere", "--map", "--json").faultCodes())
                .containsExactly("UNKNOWN_TABLE");
    }

    @Test
    void shouldSayThatAMessageWasRefusedBeforeAnythingRan() {
        // Given
        Instance instance = Instance.open(Map.of("SLEEPER_HOME", cli.home().toString()), RealSurroundings.get())
                .orElseThrow();
        String message;
        try (OpenQueues queues = instance.openQueues()) {
            message = queues.jobs().send(JobQueue.STANDARD, "{ no job");
        }
        cli.run("watch", "again", "--json").done();
        cli.file("any.json", "{\"id\":\"any\",\"tableName\":\"t\",\"files\":[\"demo/late/f.parquet\"]}");
        assertThat(cli.run("submit", "any.json", "--wait", "--json").exitCode()).isZero();
        // When
        Cli.Result refused = cli.run("jobs", message, "--graph");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("UNKNOWN_JOB", "a message that was refused, so that no execution was started for it")
                .contains("sleeper dead-letters show " + message);
    }

    @Test
    void shouldSayThatNoExecutionRunsAPreparedJob() {
        // Given
        cli.file("own.json", "{\"id\":\"own\",\"tableName\":\"t\",\"files\":[\"demo/late/f.parquet\"]}");
        assertThat(cli.run("prepare", "own.json", "--json").exitCode()).isZero();
        // When
        Cli.Result refused = cli.run("jobs", "own", "--graph", "--json");
        // Then
        assertThat(refused.faultCodes()).containsExactly("WRONG_STATUS");
        assertThat(refused.json().at("/error/message").textValue()).startsWith("The graph of job 'own' was not drawn.");
    }

    @Test
    void shouldSayThatAnExecutionIsNoLongerKept() throws IOException {
        // Given executions that are gone
        Path kept = cli.home().resolve("stepfunctions");
        Path aside = kept.resolveSibling("aside");
        Files.move(kept, aside);
        try {
            // When
            Cli.Result refused = cli.run("jobs", "t", "--graph");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("WRONG_STATUS", "attempt 1, which is COMMITTED and has no execution");
        } finally {
            Files.move(aside, kept);
        }
    }

    @Test
    void shouldDrawTheKeySpaceOfATable() {
        // When
        List<String> lines = graph("table", "describe", "t", "--map");
        // Then
        assertThat(lines)
                .contains("schema", "map of the key space")
                .anyMatch(line -> line.matches("partition +key +files +rows +size +share"))
                .anyMatch(line -> line.matches("p00 +\\.\\. \".*\" .* █+"))
                .doesNotContain("partitions");
    }

    @Test
    void shouldAddTheMapToTheJson() {
        // When
        JsonNode table =
                cli.run("table", "describe", "t", "--map", "--json").done().json();
        // Then
        assertThat(table.get("leaves")).hasSize(4);
        assertThat(table.at("/map/leaves")).hasSize(4);
        assertThat(table.at("/map/leaves/0/region")).isEqualTo(table.at("/leaves/0/region"));
        assertThat(table.at("/map/rows")).isEqualTo(table.get("rows"));
        assertThat(table.at("/map/mostToMean").doubleValue()).isBetween(1.0, 4.0);
    }

    @Test
    void shouldDrawATableWhoseFieldsHaveHarmfulNames() {
        // Given
        String schema = cli.file(
                "harmful.json",
                "{\"rowKeyFields\":[{\"name\":\"\u202E<script>k\",\"type\":\"string\"}],\"sortKeyFields\":[],"
                        + "\"valueFields\":[{\"name\":\"v\",\"type\":\"int\"}]}");
        cli.run(
                        "table",
                        "create",
                        "harmful",
                        "--schema",
                        schema,
                        "--split-points",
                        cli.file("cut.txt", "\"\u202Ea\"\n"))
                .done();
        // When / Then
        assertThat(graph("table", "describe", "harmful", "--map"))
                .contains("no rows in 2 partitions")
                .anyMatch(line -> line.contains(" <script>k"))
                .anyMatch(line -> line.contains(".. \"\\u202ea\""))
                .noneMatch(line -> line.contains("\u202E"));
    }
}
