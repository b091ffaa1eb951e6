package sleeper.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.ingest.TestHome.attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.table.WrittenFile;
import sleeper.run.AttemptProcess;
import sleeper.run.Engine;
import sleeper.run.Work;
import sleeper.sort.demo.DemoData;

class StarvedRunIT {
    private static final AttemptId ATTEMPT = attempt("load-1", 1);

    @TempDir
    private Path folder;

    /** An engine with no memory left, not even for its own name. */
    private static final class Starved implements Engine {
        @Override
        public String name() {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public List<WrittenFile> sort(Work work) {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void shouldEndAsTheJvmDoesWhereMemoryDoesNotEvenDoToSaySo() throws IOException {
        // Given
        TestHome home = new TestHome(folder);
        home.plan(ATTEMPT, new DemoData(10, 1), 1, Map.of("sleeper.ingest.threads", "1"));
        // When
        int exitCode = AttemptProcess.run(
                "IngestTask",
                new String[] {ATTEMPT.jobId().value(), "1"},
                Map.of("SLEEPER_HOME", folder.toString()),
                new Starved());
        // Then
        assertThat(exitCode).isEqualTo(AttemptProcess.NO_MEMORY);
        assertThat(home.jobs().failure(ATTEMPT)).isEmpty();
    }
}
