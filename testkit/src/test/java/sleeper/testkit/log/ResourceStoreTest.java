package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.testkit.log.TableFixture.attempt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;
import sleeper.statestore.job.AttemptResources;
import sleeper.statestore.job.AttemptResources.Asked;
import sleeper.statestore.job.AttemptResources.Requested;
import sleeper.statestore.job.AttemptResources.Seen;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.ResourceStore;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

class ResourceStoreTest {
    private static final AttemptId ATTEMPT = attempt("job", 1);
    private static final Instant T1 = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant T2 = T1.plusSeconds(60);
    private static final Instant T3 = T2.plusSeconds(60);
    private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:task/ingest/1";

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private Instant now = T1;
    private final ResourceStore resources = store(objects);

    private ResourceStore store(ObjectStore over) {
        return new JobStore(over, new Surroundings(() -> now, () -> "id", new Random(1), wait -> {})).resources();
    }

    private static Resource task(String arn) {
        return new Resource(ResourceKind.ECS_TASK, arn, ResourceStage.RUNNING, "RUNNING", "");
    }

    private void askForTask() {
        resources.ask(ATTEMPT, List.of(ResourceKind.ECS_TASK));
    }

    @Test
    void shouldKnowWhenThePlatformWasAskedAndWhetherAllOfThatWasSeen() {
        // Given a request whose call was repeated within the second, and a later one
        resources.request(ATTEMPT, ResourceKind.ECS_TASK);
        resources.request(ATTEMPT, ResourceKind.ECS_TASK);
        now = T2;
        resources.request(ATTEMPT, ResourceKind.ECS_TASK);
        // When one of the two was seen
        resources.see(ATTEMPT, task(ARN));
        AttemptResources one = resources.of(ATTEMPT);
        // Then
        assertThat(one.requested())
                .containsExactlyInAnyOrder(
                        new Requested(ResourceKind.ECS_TASK, T1), new Requested(ResourceKind.ECS_TASK, T2));
        assertThat(one.hasSeenAllRequested(ResourceKind.ECS_TASK)).isFalse();
        assertThat(one.isQuietSince(ResourceKind.ECS_TASK, T1)).isFalse();
        assertThat(one.isQuietSince(ResourceKind.ECS_TASK, T2)).isTrue();
        assertThat(one.isQuietSince(ResourceKind.EMR_STEP, T1)).isTrue();
        // When the other was seen too
        resources.see(ATTEMPT, task(ARN + "2"));
        // Then
        assertThat(resources.of(ATTEMPT).hasSeenAllRequested(ResourceKind.ECS_TASK))
                .isTrue();
    }

    @Test
    void shouldKnowNothingOfAnAttemptOfAVersionThatKeptNoRecords() {
        assertThat(resources.of(ATTEMPT)).isEqualTo(new AttemptResources(List.of(), List.of(), Set.of()));
        assertThat(resources.of(ATTEMPT).isRecorded()).isFalse();
        assertThat(resources.open()).isEmpty();
    }

    @Test
    void shouldSayOfWhatWasAskedForAndNotSeenThatItIsUnknown() {
        // When
        resources.ask(ATTEMPT, List.of(ResourceKind.EMR_CLUSTER, ResourceKind.EMR_STEP));
        // Then
        AttemptResources found = resources.of(ATTEMPT);
        assertThat(found)
                .isEqualTo(new AttemptResources(
                        List.of(
                                new Asked(ResourceKind.EMR_CLUSTER, "job-a1", T1),
                                new Asked(ResourceKind.EMR_STEP, "job-a1", T1)),
                        List.of(),
                        Set.of()));
        assertThat(found.created()).isEmpty();
        assertThat(found.tornDown()).isEmpty();
        assertThat(found.unknown()).containsExactly("emr-cluster job-a1", "emr-step job-a1");
        assertThat(resources.open()).containsExactly(ATTEMPT);
    }

    @Test
    void shouldRecordWhatWasSeenAndThenSeenToBeGone() {
        // Given
        askForTask();
        now = T2;
        resources.see(ATTEMPT, task(ARN));
        assertThat(resources.of(ATTEMPT).unknown()).containsExactly(ARN);
        // When
        now = T3;
        resources.seeGone(ATTEMPT, ResourceKind.ECS_TASK, ARN);
        resources.close(ATTEMPT, ResourceKind.ECS_TASK);
        // Then
        AttemptResources found = resources.of(ATTEMPT);
        assertThat(found)
                .isEqualTo(new AttemptResources(
                        List.of(new Asked(ResourceKind.ECS_TASK, "job-a1", T1)),
                        List.of(new Seen(ResourceKind.ECS_TASK, ARN, T2, Optional.of(T3))),
                        Set.of(ResourceKind.ECS_TASK)));
        assertThat(found.created()).containsExactly(ARN).isEqualTo(found.tornDown());
        assertThat(found.isClosed()).isTrue();
    }

    @Test
    void shouldNotTakeTheEndOfOneForTheEndOfAll() {
        // Given
        askForTask();
        resources.see(ATTEMPT, task(ARN));
        now = T2;
        resources.see(ATTEMPT, task(ARN + "2"));
        // When
        resources.seeGone(ATTEMPT, ResourceKind.ECS_TASK, ARN);
        // Then
        AttemptResources found = resources.of(ATTEMPT);
        assertThat(found.created()).containsExactly(ARN, ARN + "2");
        assertThat(found.tornDown()).containsExactly(ARN);
        assertThat(found.unknown()).containsExactly(ARN + "2");
    }

    @Test
    void shouldNotCallAnAttemptClosedBeforeALastLook() {
        // Given all that was seen is gone, but there may be more
        askForTask();
        resources.see(ATTEMPT, task(ARN));
        resources.seeGone(ATTEMPT, ResourceKind.ECS_TASK, ARN);
        // When / Then
        assertThat(resources.of(ATTEMPT).unknown()).containsExactly("ecs-task job-a1");
        assertThat(resources.settle(ATTEMPT)).isFalse();
        assertThat(resources.open()).containsExactly(ATTEMPT);
    }

    @Test
    void shouldCloseAnAttemptOfWhichNothingWasEverSeen() {
        // Given
        askForTask();
        // When
        resources.close(ATTEMPT, ResourceKind.ECS_TASK);
        // Then
        assertThat(resources.of(ATTEMPT).isClosed()).isTrue();
        assertThat(resources.of(ATTEMPT).created()).isEmpty();
    }

    @Test
    void shouldOpenAClosedAttemptAgainForWhatIsSeenLate() {
        // Given
        askForTask();
        resources.close(ATTEMPT, ResourceKind.ECS_TASK);
        // When
        resources.see(ATTEMPT, task(ARN));
        // Then
        assertThat(resources.of(ATTEMPT).unknown()).containsExactly(ARN);
    }

    @Test
    void shouldTakeAnAttemptOffTheOpenOnesOnceItIsClosed() {
        // Given
        askForTask();
        resources.ask(attempt("job", 2), List.of(ResourceKind.ECS_TASK));
        resources.close(ATTEMPT, ResourceKind.ECS_TASK);
        // When
        assertThat(resources.settle(ATTEMPT)).isTrue();
        assertThat(resources.settle(ATTEMPT)).isTrue();
        // Then
        assertThat(resources.open()).containsExactly(attempt("job", 2));
    }

    @Test
    void shouldKeepWhatWasRecordedFirst() {
        // Given
        askForTask();
        resources.see(ATTEMPT, task(ARN));
        resources.seeGone(ATTEMPT, ResourceKind.ECS_TASK, ARN);
        AttemptResources first = resources.of(ATTEMPT);
        // When
        now = T3;
        askForTask();
        resources.see(ATTEMPT, task(ARN));
        resources.seeGone(ATTEMPT, ResourceKind.ECS_TASK, ARN);
        // Then
        assertThat(resources.of(ATTEMPT)).isEqualTo(first);
    }

    @Test
    void shouldKeepAttemptsApart() {
        // Given ids and numbers that begin alike
        resources.ask(attempt("job", 11), List.of(ResourceKind.ECS_TASK));
        resources.ask(attempt("job-1", 1), List.of(ResourceKind.ECS_TASK));
        // When / Then
        assertThat(resources.of(ATTEMPT).isRecorded()).isFalse();
        assertThat(resources.open()).containsExactly(attempt("job-1", 1), attempt("job", 11));
    }

    @Test
    void shouldSayWhichRecordCannotBeRead() {
        // Given
        objects.putIfAbsent("resources/job.1/asked.0-ecs-task", "{\"format\":1}".getBytes(StandardCharsets.UTF_8));
        // When / Then
        assertThatThrownBy(() -> resources.of(ATTEMPT))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("Record resources/job.1/asked.0-ecs-task of the job store cannot be read.");
    }

    @Test
    void shouldTellARecordOfANewerVersionFromADamagedOne() {
        // Given
        objects.putIfAbsent("resources/job.1/asked.0-ecs-task", "{\"format\":2}".getBytes(StandardCharsets.UTF_8));
        // When / Then
        assertThatThrownBy(() -> resources.of(ATTEMPT))
                .isInstanceOf(VersionTooOldException.class)
                .hasMessageContaining("found format 2");
    }

    @Test
    void shouldCallAKindThatThisVersionDoesNotKnowThatOfANewerOne() {
        // Given
        objects.putIfAbsent(
                "resources/job.1/asked.0-emr-container",
                "{\"format\":1,\"at\":\"2026-01-02T03:04:05Z\",\"kind\":\"emr-container\",\"name\":\"job-a1\"}"
                        .getBytes(StandardCharsets.UTF_8));
        // When / Then
        assertThatThrownBy(() -> resources.of(ATTEMPT))
                .isInstanceOf(VersionTooOldException.class)
                .hasMessageContaining("Record resources/job.1/asked.0-emr-container of the job store cannot be read.")
                .hasMessageContaining("found kind of resource 'emr-container'");
    }

    @Test
    void shouldKeepAnAttemptOpenForWhichIsBeingAskedJustNow() {
        // Given another that looks, at each write of the one that asks, for what can be closed
        ObjectStore watched = new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                assertThat(resources.settle(ATTEMPT)).as("before %s", key).isFalse();
                return super.putIfAbsent(key, bytes);
            }
        };
        // When
        store(watched).ask(ATTEMPT, List.of(ResourceKind.EMR_CLUSTER, ResourceKind.EMR_STEP));
        // Then
        assertThat(resources.open()).containsExactly(ATTEMPT);
    }
}
