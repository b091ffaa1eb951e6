package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.testkit.log.TableFixture.attempt;
import static sleeper.testkit.log.TableFixture.manifest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.Manifest;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

class JobStoreTest {
    private static final AttemptId ATTEMPT = attempt("job", 1);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<Duration> waits = new ArrayList<>();

    private JobStore jobs(ObjectStore over) {
        return new JobStore(over, new Surroundings(() -> NOW, () -> "id", new Random(1), waits::add));
    }

    @Test
    void shouldPutAManifestUntilOneIsSeen() {
        // Given a store that loses a request and then a reply
        objects.loseNextRequest();
        objects.loseNextReply();
        Manifest manifest = manifest(ATTEMPT, "ours", 1);
        // When
        Manifest stored = jobs(objects).putManifest(manifest);
        // Then
        assertThat(stored).isEqualTo(manifest);
        assertThat(jobs(objects).manifest(ATTEMPT)).contains(manifest);
        assertThat(waits).hasSize(2);
    }

    @Test
    void shouldNotCallAManifestUnwrittenThatMayBeThere() {
        // Given a store whose reply is lost once the manifest lies there, and which fails from then on
        ObjectStore failing = new ForwardingObjects(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                if (objects.get(key).isPresent()) {
                    throw new TransientFailureException("No.", List.of(Fault.of(ErrorCode.UNAVAILABLE, key, "", "")));
                }
                objects.loseNextReply();
                return super.putIfAbsent(key, bytes);
            }
        };
        Manifest manifest = manifest(ATTEMPT, "ours", 1);
        // When / Then
        assertThatThrownBy(() -> jobs(failing).putManifest(manifest)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(jobs(objects).manifest(ATTEMPT)).contains(manifest);
    }
}
