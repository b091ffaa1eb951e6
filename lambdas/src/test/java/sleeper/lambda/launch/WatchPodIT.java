package sleeper.lambda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.ResourceKind;
import sleeper.lambda.TestInstance;
import sleeper.testkit.resource.InMemoryResources;

class WatchPodIT {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("big"), 1);
    private static final Instant BEGIN = Instant.parse("2026-11-28T10:00:00Z");

    private static final Map<String, Object> PULLING = Map.of(
            "phase",
            "Pending",
            "containerStatuses",
            List.of(Map.of(
                    "state",
                    Map.of(
                            "waiting",
                            Map.of("reason", "ImagePullBackOff", "message", "Back-off pulling image \"sleeper:1\"")))));

    private static final Map<String, Object> UNPLACED = Map.of(
            "phase",
            "Pending",
            "conditions",
            List.of(
                    Map.of("type", "PodScheduled", "status", "False", "reason", "Unschedulable", "message", "no node"),
                    Map.of("type", "Initialized", "status", "True", "reason", "", "message", "")));

    @TempDir
    private Path home;

    private TestInstance instance;

    @BeforeEach
    void openInstance() {
        instance = new TestInstance(home);
    }

    private WatchStep next(List<Map<String, Object>> pods, long since, Duration later) {
        instance.pass(Duration.between(instance.instant(), BEGIN.plus(later)));
        return new WatchPod(instance.ports()).next(ATTEMPT, pods, since);
    }

    @Test
    void shouldStopWatchingAJobThatIsOverAndWhosePodIsGone() {
        InMemoryResources jobs = instance.resources(ResourceKind.KUBERNETES_JOB);
        String id = jobs.create(ATTEMPT);
        assertThat(next(List.of(), 0, Duration.ZERO)).isEqualTo(new WatchStep("wait", 0));
        jobs.finish(id);
        assertThat(next(List.of(), 0, Duration.ZERO)).isEqualTo(new WatchStep("stop", 0));
    }

    @Test
    void shouldWaitForAJobThatHasNoPodYet() {
        assertThat(next(List.of(), 0, Duration.ofHours(2))).isEqualTo(new WatchStep("wait", 0));
    }

    @Test
    void shouldLeaveAJobThatHasNoPodForLongToALookThatIsLessOften() {
        // Given
        instance.stores().jobs().resources().request(ATTEMPT, ResourceKind.KUBERNETES_JOB);
        instance.pass(WatchPod.LONGEST_WITHOUT_POD);
        WatchPod watch = new WatchPod(instance.ports());
        assertThat(watch.next(ATTEMPT, List.of(), 0)).isEqualTo(new WatchStep("wait", 0));
        // When / Then
        instance.pass(Duration.ofSeconds(10));
        assertThatThrownBy(() -> watch.next(ATTEMPT, List.of(), 0))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("no pod for 30 minutes");
    }

    @Test
    void shouldWaitForAPodThatIsYoung() {
        WatchStep first = next(List.of(PULLING), 0, Duration.ZERO);
        assertThat(first).isEqualTo(new WatchStep("wait", BEGIN.getEpochSecond()));
        assertThat(next(List.of(PULLING), first.since(), Duration.ofSeconds(239)))
                .isEqualTo(first);
    }

    @Test
    void shouldGiveUpWithinFiveMinutesAPodWhoseImageCannotBePulled() {
        assertThatThrownBy(() -> next(List.of(PULLING), BEGIN.getEpochSecond(), Duration.ofSeconds(270)))
                .isInstanceOfSatisfying(
                        RunFailedException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PLATFORM_REFUSED))
                .hasMessageContaining("found ImagePullBackOff: Back-off pulling image \"sleeper:1\"");
        // And people see the whole fault
        assertThat(new TestInstance(home)
                        .stores()
                        .jobs()
                        .failure(ATTEMPT)
                        .orElseThrow()
                        .faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.action()).startsWith("Mend what Kubernetes names"));
    }

    @Test
    void shouldGiveUpWithinFiveMinutesAPodThatHasNoPlace() {
        assertThatThrownBy(() -> next(List.of(UNPLACED), BEGIN.getEpochSecond(), Duration.ofSeconds(270)))
                .hasMessageContaining("found Unschedulable: no node");
    }

    @Test
    void shouldGiveUpAPodForWhichKubernetesHasNoReason() {
        assertThatThrownBy(() ->
                        next(List.of(Map.of("phase", "Pending")), BEGIN.getEpochSecond(), Duration.ofSeconds(270)))
                .hasMessageContaining("it is Pending, and Kubernetes gives no reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Running", "Succeeded", "Failed"})
    void shouldStopWatchingAPodThatHasBegun(String phase) {
        assertThat(next(List.of(Map.of("phase", phase)), BEGIN.getEpochSecond(), Duration.ofHours(1)))
                .isEqualTo(new WatchStep("stop", 0));
    }
}
