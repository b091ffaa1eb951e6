package sleeper.lambda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.RunFailedException;
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

    /** As long as there is between two looks when there was no pod for a while. */
    private static final int LONG = 60;

    @TempDir
    private Path home;

    private TestInstance instance;

    @BeforeEach
    void openInstance() {
        instance = new TestInstance(home);
    }

    private WatchStep next(List<Map<String, Object>> pods, long since, Duration later) {
        instance.pass(Duration.between(instance.instant(), BEGIN.plus(later)));
        return next(pods, new WatchStep("wait", LONG, since));
    }

    private WatchStep next(List<Map<String, Object>> pods, WatchStep before) {
        return new WatchPod(instance.ports()).next(ATTEMPT, Optional.of(pods), before);
    }

    @Test
    void shouldStopWatchingAJobThatIsOverAndWhosePodIsGone() {
        InMemoryResources jobs = instance.resources(ResourceKind.KUBERNETES_JOB);
        String id = jobs.create(ATTEMPT);
        assertThat(next(List.of(), 0, Duration.ZERO)).isEqualTo(new WatchStep("wait", 60, 0));
        jobs.finish(id);
        assertThat(next(List.of(), 0, Duration.ZERO)).isEqualTo(new WatchStep("stop", 0, 0));
    }

    @Test
    void shouldWaitForAJobThatHasNoPodYetHoweverLong() {
        assertThat(next(List.of(), 0, Duration.ofHours(2))).isEqualTo(new WatchStep("wait", 60, 0));
    }

    @Test
    void shouldLookLessAndLessOftenForAPodThatDoesNotCome() {
        List<Integer> seconds = new ArrayList<>();
        WatchStep step = WatchStep.await(10, 0);
        for (int look = 0; look < 5; look++) {
            step = next(List.of(), step);
            seconds.add(step.seconds());
        }
        assertThat(seconds).containsExactly(20, 40, 60, 60, 60);
    }

    @Test
    void shouldWaitADayForAPodWithinTheEventsOfAHistory() {
        // A look is a Wait, two Tasks and a Choice, of 2, 5, 5 and 2 events.
        long looks = Duration.ofDays(1).toSeconds()
                / next(List.of(), 0, Duration.ZERO).seconds();
        assertThat(looks * 14).isLessThan(25_000 - 1_000);
    }

    @Test
    void shouldTellWithinFiveMinutesOfAPodThatCameJustAfterALook() {
        WatchStep without = next(List.of(), 0, Duration.ZERO);
        WatchStep with = next(List.of(PULLING), 0, Duration.ofSeconds(without.seconds()));
        assertThat(without.seconds() + WatchPod.PATIENCE.toSeconds() + with.seconds())
                .isLessThanOrEqualTo(Duration.ofMinutes(5).toSeconds());
    }

    @Test
    void shouldLookSoonAfterTheJobIsAskedFor() {
        assertThat(new WatchPod(instance.ports()).next(ATTEMPT, Optional.empty(), WatchStep.FIRST))
                .isEqualTo(new WatchStep("wait", 10, 0));
    }

    @Test
    void shouldWaitForAPodThatIsYoung() {
        WatchStep first = next(List.of(PULLING), 0, Duration.ZERO);
        assertThat(first).isEqualTo(new WatchStep("wait", 10, BEGIN.getEpochSecond()));
        assertThat(next(List.of(PULLING), first.since(), Duration.ofSeconds(219)))
                .isEqualTo(first);
    }

    @Test
    void shouldGiveUpWithinFiveMinutesAPodWhoseImageCannotBePulled() {
        assertThatThrownBy(() -> next(List.of(PULLING), BEGIN.getEpochSecond(), Duration.ofSeconds(230)))
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
        assertThatThrownBy(() -> next(List.of(UNPLACED), BEGIN.getEpochSecond(), Duration.ofSeconds(230)))
                .hasMessageContaining("found Unschedulable: no node");
    }

    @Test
    void shouldGiveUpAPodForWhichKubernetesHasNoReason() {
        assertThatThrownBy(() ->
                        next(List.of(Map.of("phase", "Pending")), BEGIN.getEpochSecond(), Duration.ofSeconds(230)))
                .hasMessageContaining("it is Pending, and Kubernetes gives no reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Running", "Succeeded", "Failed"})
    void shouldStopWatchingAPodThatHasBegun(String phase) {
        assertThat(next(List.of(Map.of("phase", phase)), BEGIN.getEpochSecond(), Duration.ofHours(1)))
                .isEqualTo(new WatchStep("stop", 0, 0));
    }
}
