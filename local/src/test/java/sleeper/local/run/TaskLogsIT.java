package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.statestore.instance.TaskProgress;

class TaskLogsIT {
    @TempDir
    Path logs;

    @Test
    void shouldReadTheLogOfTheTaskThatRunsNow() throws IOException {
        // Given a task that was interrupted, and the one that does its work again
        Path before = Files.writeString(logs.resolve("j-1-fff00000.log"), "phase=writing rows=15 of=20\n");
        Files.setLastModifiedTime(before, FileTime.fromMillis(1_000_000));
        Path now = Files.writeString(logs.resolve("j-1-00000fff.log"), "phase=reading rows=1 of=20\n");
        Files.setLastModifiedTime(now, FileTime.fromMillis(2_000_000));
        Files.writeString(logs.resolve("j-11-0000ffff.log"), "phase=reading rows=2 of=20\n");
        // When / Then
        assertThat(new TaskLogs(logs).progress(new AttemptId(new JobId("j"), 1)))
                .contains(new TaskProgress("reading", 1, 20, OptionalLong.empty()));
    }

    @Test
    void shouldReadTheLastProgressOfALogWhoseLastLineIsHalfWritten() throws IOException {
        // Given a line that breaks off inside a letter
        byte[] half = "größe".getBytes(StandardCharsets.UTF_8);
        Path log = logs.resolve("j-1-0123abcd.log");
        Files.writeString(log, "phase=reading rows=5 of=20\nphase=reading rows=10 of=20 rows_per_s=7\n");
        Files.write(log, Arrays.copyOf(half, 3), StandardOpenOption.APPEND);
        // When / Then
        assertThat(new TaskLogs(logs).progress(new AttemptId(new JobId("j"), 1)))
                .contains(new TaskProgress("reading", 10, 20, OptionalLong.of(7)));
    }

    @Test
    void shouldReadWhereTheDriverOfSparkShowsItself() throws IOException {
        // Given
        Files.writeString(logs.resolve("j-1-0123abcd.log"), """
                phase=reading rows=5 of=20
                spark=3.5.6 application=app-1 pages=http://127.0.0.1:40404
                phase=reading rows=10 of=20
                """);
        // When / Then
        assertThat(new TaskLogs(logs).progress(new AttemptId(new JobId("j"), 1)))
                .contains(new TaskProgress("reading", 10, 20, OptionalLong.empty())
                        .withPages(Optional.of("http://127.0.0.1:40404")));
    }
}
