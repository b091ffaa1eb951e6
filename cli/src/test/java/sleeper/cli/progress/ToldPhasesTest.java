package sleeper.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sleeper.api.job.Progress;
import sleeper.cli.frame.Console;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.TaskProgress;

class ToldPhasesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final ToldPhases told = new ToldPhases(new Console(err, err), () -> now);

    private void show(Optional<TaskProgress> task, String... states) {
        told.show(new Progress(List.of(states), Status.RUNNING, Optional.empty(), task));
    }

    private static Optional<TaskProgress> rows(long rows) {
        return Optional.of(new TaskProgress("reading", rows, 1_000, OptionalLong.of(100)));
    }

    @Test
    void shouldTellEachPhaseOnceAndRowsOnceASecond() {
        // When
        told.show(Progress.NOT_TAKEN);
        told.show(Progress.NOT_TAKEN);
        show(Optional.empty(), "Validate job");
        show(Optional.empty(), "Validate job", "Which platform?");
        for (int i = 0; i < 25; i++) {
            show(rows(10L * i), "Validate job", "Which platform?", "Run ingest task");
            now = now.plusMillis(100);
        }
        told.show(new Progress(
                List.of("Validate job", "Which platform?", "Run ingest task"),
                Status.RUNNING,
                Optional.of("waiting: the disk is full"),
                rows(250)));
        // Then
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "waiting to be taken",
                        "validating",
                        "reading: 0 of 1,000 rows, 100 rows/s, 10 s left",
                        "reading: 100 of 1,000 rows, 100 rows/s, 9.0 s left",
                        "reading: 200 of 1,000 rows, 100 rows/s, 8.0 s left",
                        "waiting: the disk is full");
    }

    @Test
    void shouldTellWhereSparkIsSeenAsItRuns() {
        // When
        show(rows(10).map(task -> task.withPages(Optional.of("http://127.0.0.1:40404"))), "Run ingest task");
        // Then
        assertThat(written.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("reading: 10 of 1,000 rows, 100 rows/s, 9.0 s left, Spark UI http://127.0.0.1:40404");
    }
}
