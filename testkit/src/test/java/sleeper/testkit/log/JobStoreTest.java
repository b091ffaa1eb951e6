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
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.table.TableName;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.object.ForwardingObjectStore;
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
        ObjectStore failing = new ForwardingObjectStore(objects) {
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

    @Test
    void shouldShowOneOfTwoJobsTheOtherWhenBothRegisterAFileAtOnce() {
        // Given another job that registers the file just before ours is written down
        TableName table = new TableName("t");
        InputFile file = new InputFile(new FilePath("in", "a.parquet"), new FileVersion(10, "tag"), 1, 1);
        List<JobId> seenByTheirs = new ArrayList<>();
        ObjectStore overtaken = new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                seenByTheirs.addAll(jobs(objects).registerInput(table, file, new JobId("theirs")));
                return super.putIfAbsent(key, bytes);
            }
        };
        // When
        List<JobId> seenByOurs = jobs(overtaken).registerInput(table, file, new JobId("ours"));
        // Then
        assertThat(seenByTheirs).isEmpty();
        assertThat(seenByOurs).containsExactly(new JobId("theirs"));
    }
}
