package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.platform.JobQueue;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;

/** Dead letters of an instance whose services do not run. */
class DeadLettersIT {
    private static final String JOB = "{\"id\":\"again\",\"tableName\":\"t\",\"files\":[\"b/f\"]}";
    private static final String LONG = "x".repeat(499) + "\uD83D\uDE00" + "y".repeat(1_000);
    private static final String MANY_LINES = "line\n".repeat(12);

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
        Instance instance = Instance.open(Map.of("SLEEPER_HOME", cli.home().toString()), RealSurroundings.get())
                .orElseThrow();
        try (OpenQueues queues = instance.openQueues()) {
            queues.deadLetters().add(JobQueue.STANDARD, "m-job", JOB, "It was no good.");
            queues.deadLetters().add(JobQueue.STANDARD, "m-long", LONG, "It is no JSON.");
            queues.deadLetters().add(JobQueue.EKS, "m-lines", MANY_LINES, "It is no JSON.");
        }
    }

    private List<String> left() {
        return cli.run("dead-letters", "--json").done().json().findValuesAsText("messageId");
    }

    @Test
    void shouldListTheBeginningsOfLongLetters() {
        // When
        List<String> lines = cli.run("dead-letters").done().out().lines().toList();
        // Then
        assertThat(lines)
                .containsSubsequence("message m-job of queue standard", "  It was no good.", "  | " + JOB)
                .containsSubsequence(
                        "message m-long of queue standard",
                        "  | " + "x".repeat(499),
                        "  ... and 1,002 characters more: 'sleeper dead-letters show m-long'")
                .containsSubsequence(
                        "message m-lines of queue eks",
                        "  | line",
                        "  ... and 10 characters more: 'sleeper dead-letters show m-lines'");
        assertThat(lines).filteredOn("  | line"::equals).hasSize(10);
    }

    @Test
    void shouldShowALetterWhole() {
        assertThat(cli.run("dead-letters", "show", "m-lines", "m-long")
                        .done()
                        .out()
                        .lines())
                .filteredOn("  | line"::equals)
                .hasSize(12);
        assertThat(cli.run("dead-letters", "show", "m-long", "--json")
                        .done()
                        .json()
                        .at("/deadLetters/0/body")
                        .textValue())
                .isEqualTo(LONG);
        assertThat(left()).hasSize(3);
    }

    @Test
    void shouldDeleteAllLettersThatAreNamedOrNone() {
        // When
        Cli.Result refused = cli.run("dead-letters", "delete", "m-long", "m-none", "--json");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly("UNKNOWN_MESSAGE");
        assertThat(left()).hasSize(3);
        assertThat(cli.run("dead-letters", "delete", "m-long", "m-lines")
                        .done()
                        .out()
                        .lines())
                .containsExactlyInAnyOrder(
                        "Deleted message m-long of queue standard.", "Deleted message m-lines of queue eks.");
        assertThat(left()).containsExactly("m-job");
    }

    @Test
    void shouldSendTheLettersAgainThatAreNamed() {
        // When
        Cli.Result kept = cli.run("dead-letters", "redrive", "m-long");
        Cli.Result sent = cli.run("dead-letters", "redrive", "m-job", "--json");
        // Then
        assertThat(kept.done().out())
                .startsWith("Kept message m-long of queue standard: it is no job document.")
                .contains("'sleeper dead-letters delete m-long'");
        assertThat(sent.done().json().at("/redriven/0/jobId").textValue()).isEqualTo("again");
        assertThat(left()).containsExactlyInAnyOrder("m-long", "m-lines");
        assertThat(cli.run("dead-letters", "redrive", "m-job", "--json").faultCodes())
                .containsExactly("UNKNOWN_MESSAGE");
    }
}
