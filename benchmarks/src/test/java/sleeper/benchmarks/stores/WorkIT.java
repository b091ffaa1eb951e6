package sleeper.benchmarks.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.ingest.IngestTask;
import sleeper.run.RealSurroundings;

/** What the script times does what it says, over files. */
class WorkIT {
    @TempDir
    private Path home;

    @BeforeEach
    void chooseFiles() {
        Work.open(home).prepare();
    }

    @Test
    void shouldMeasureACommitEachRound() {
        // When
        Map<String, Object> found = CommitWork.run(home, new String[] {"of", "300", "2"});
        // Then each round has checked that its table has the files of both commits
        assertThat(found).containsEntry("files", 300);
        assertThat((List<?>) found.get("millis")).hasSize(2);
    }

    @Test
    void shouldReplayTheSameStateWithAndWithoutSnapshots() {
        // Given
        ReplayWork.seed(home, new String[] {"250"});
        Map<String, Object> withSnapshots = ReplayWork.run(home, new String[0]);
        // When
        Map<String, Object> forgotten = ReplayWork.forgetSnapshots(home, new String[0]);
        Map<String, Object> without = ReplayWork.run(home, new String[0]);
        // Then
        assertThat(forgotten).containsEntry("deleted", 1L);
        assertThat(withSnapshots).containsEntry("slot", 251L).containsEntry("files", 250L);
        assertThat(without).containsEntry("slot", 251L).containsEntry("files", 250L);
    }

    @Test
    void shouldCommitTheJobsOfEachCommitterOnce() throws Exception {
        // Given
        JobsWork.verify(home, new String[] {"race", "create"});
        // When
        JobsWork.race(home, new String[] {"race", "p", "3", "4"}, () -> {});
        // Then
        assertThat(JobsWork.verify(home, new String[] {"race"}))
                .containsEntry("committed", 12L)
                .containsEntry("files", 12L)
                .containsEntry("faults", List.of())
                .containsEntry("waiting", 0);
    }

    @Test
    void shouldWriteAndReadALargeFile() throws IOException {
        assertThat(LargeFileWork.run(home, new String[] {"write", "33"})).containsEntry("bytes", 33L << 20);
        assertThat(LargeFileWork.run(home, new String[] {"read", "33"})).containsEntry("bytes", 33L << 20);
    }

    @Test
    void shouldPlanWhatTheIngestTaskThenLoads() throws IOException {
        // Given
        PlanWork.run(home, new String[] {"first", "2005", "1", "67108864"});
        // When
        boolean done = IngestTask.run(new AttemptId(new JobId("first"), 1), Work.open(home), RealSurroundings.get());
        // Then
        assertThat(done).isTrue();
        assertThat(PlanWork.manifest(home, new String[] {"first"}))
                .containsEntry("files", 256)
                .containsEntry("rows", 2005L);
    }
}
