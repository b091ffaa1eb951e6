package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.JobStatus;
import sleeper.verification.servers.AwsServers;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/** What a job asks of the services, by operation. Subclasses say where the stores are. */
abstract class RequestCountsTests {
    /** The newest snapshot and its entry; the index of registered inputs, and the part of it that has the job's file. */
    private static final int READ_ONCE_THERE_ARE = 4;

    private static AwsServers servers;

    @TempDir
    private static Path folder;

    private final String stores;

    RequestCountsTests(String stores) {
        this.stores = stores;
    }

    @BeforeAll
    static void startServers() throws IOException {
        servers = AwsServers.start();
    }

    @AfterAll
    static void endServers() throws IOException {
        servers.close();
    }

    /**
     * Both logs have as many entries since the newest snapshot, of which there is one every 200, and both job stores as many
     * registrations of inputs since they were merged, which they are every 101: a job reads those one by one, however long the log is.
     */
    @Test
    void shouldAskNoMoreOfTheServicesWhenTheLogIsLongAndTheJobsAreMany() throws Exception {
        // Given
        Map<String, Integer> few = requestsOfAJobAfter(10, 0);
        // When
        Map<String, Integer> many = requestsOfAJobAfter(1_010, 10);
        // Then
        assertThat(many.keySet()).isEqualTo(few.keySet());
        assertThat(many).allSatisfy((operation, count) -> {
            int more = operation.endsWith(":GetObject") || operation.endsWith(":Query") ? READ_ONCE_THERE_ARE : 0;
            assertThat(count).as(operation).isBetween(1, few.get(operation) + more);
        });
        assertThat(total(many)).isLessThanOrEqualTo(total(few) + READ_ONCE_THERE_ARE);
    }

    private static int total(Map<String, Integer> requests) {
        return requests.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Map<String, Integer> requestsOfAJobAfter(int committed, int refused) throws Exception {
        Path home = Files.createDirectories(folder.resolve("after-" + committed));
        servers.choose(home, stores);
        EarlierJobs.leave(home, committed, refused);
        try (VirtualInstance instance = VirtualInstance.prepared(home, Map.of(), IngestWork.ingestTask())) {
            servers.requestCounts().reset();
            instance.load("in");
            Map<String, Integer> requests = servers.requestCounts().byOperation();
            assertThat(instance.job().status()).isEqualTo(JobStatus.COMMITTED);
            return requests;
        }
    }
}
