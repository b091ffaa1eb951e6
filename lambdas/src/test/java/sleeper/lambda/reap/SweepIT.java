package sleeper.lambda.reap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.TestInstance;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;

class SweepIT {
    @TempDir
    private Path home;

    @Test
    void shouldSeeToTheOthersWhenTheRecordOfAJobIsDamaged() throws IOException {
        // Given two jobs whose executions were never started, and the record of the first is damaged
        TestInstance instance = new TestInstance(home);
        for (String id : new String[] {"a", "b"}) {
            var unused = new StartJob(instance.ports())
                    .start(new Message(
                            "message-" + id,
                            "{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"b/f\"]}",
                            JobQueue.STANDARD));
            instance.forget(id + "-a1");
        }
        Files.writeString(home.resolve("jobs/documents/a"), "what a broken disk leaves");
        instance.pass(Duration.ofHours(1));
        // When
        Sweep.Report report = new Sweep(instance.ports()).sweep();
        // Then
        assertThat(report).isEqualTo(new Sweep.Report(0, 1, 1));
        assertThat(instance.executions()).containsOnlyKeys("b-a1");
    }
}
