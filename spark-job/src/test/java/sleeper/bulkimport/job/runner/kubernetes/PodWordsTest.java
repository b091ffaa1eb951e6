package sleeper.bulkimport.job.runner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PodWordsTest {
    private static final String BACK_OFF = "Back-off pulling image \"sleeper-spark:mistyped\"";
    private static final String NO_NODE = "0/3 nodes are available: 3 Insufficient memory.";

    private static Pod pod(int number, String phase) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("load-exec-" + number)
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();
    }

    private static Pod withState(Pod pod, ContainerState state) {
        return new PodBuilder(pod)
                .editStatus()
                .addNewContainerStatus()
                .withName("executor")
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static Pod waiting(int number, String reason, String message) {
        return withState(
                pod(number, "Pending"),
                new ContainerStateBuilder().withNewWaiting(message, reason).build());
    }

    private static Pod scheduled(Pod pod, String status, String reason, String message) {
        return new PodBuilder(pod)
                .editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod ended(Pod pod, int exitCode, String reason, String message) {
        return withState(
                pod,
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(reason)
                        .withMessage(message)
                        .endTerminated()
                        .build());
    }

    private static Pod evicted(int number) {
        return new PodBuilder(ended(pod(number, "Failed"), 137, "Error", null))
                .editStatus()
                .withReason("Evicted")
                .withMessage("The node was low on resource: memory.")
                .endStatus()
                .build();
    }

    @Test
    void shouldSayWhyAnImageCannotBePulled() {
        Pod pod = scheduled(waiting(1, "ImagePullBackOff", BACK_OFF), "True", null, null);
        assertThat(PodWords.of(List.of(pod))).isEqualTo("pod load-exec-1: ImagePullBackOff: " + BACK_OFF);
    }

    @Test
    void shouldSayWhyAPodHasNoNode() {
        Pod pod = scheduled(pod(1, "Pending"), "False", "Unschedulable", NO_NODE);
        assertThat(PodWords.of(List.of(pod))).isEqualTo("pod load-exec-1: Unschedulable: " + NO_NODE);
    }

    @Test
    void shouldSayOnceWhatHoldsForManyPods() {
        // Given
        List<Pod> pods = List.of(
                waiting(1, "ImagePullBackOff", BACK_OFF),
                scheduled(pod(2, "Pending"), "False", "Unschedulable", NO_NODE),
                waiting(3, "ImagePullBackOff", BACK_OFF),
                waiting(4, "ImagePullBackOff", BACK_OFF));
        // Then
        assertThat(PodWords.of(pods))
                .isEqualTo("pod load-exec-1 and 2 more: ImagePullBackOff: " + BACK_OFF
                        + "; pod load-exec-2: Unschedulable: " + NO_NODE);
    }

    @Test
    void shouldSayHowAPodEnded() {
        assertThat(PodWords.of(List.of(
                        evicted(1),
                        ended(pod(2, "Failed"), 137, "OOMKilled", null),
                        ended(pod(3, "Failed"), 128, "StartError", "no such file"))))
                .isEqualTo("pod load-exec-1: Evicted: The node was low on resource: memory."
                        + "; pod load-exec-2: OOMKilled, exit code 137"
                        + "; pod load-exec-3: StartError, exit code 128: no such file");
    }

    @Test
    void shouldSayWhatWaitsBehindThatWhichHasPreparedThePod() {
        Pod pod = new PodBuilder(waiting(1, "ErrImagePull", "not found"))
                .editStatus()
                .addNewInitContainerStatus()
                .withNewState()
                .withNewTerminated()
                .withExitCode(0)
                .withReason("Completed")
                .endTerminated()
                .endState()
                .endInitContainerStatus()
                .endStatus()
                .build();
        assertThat(PodWords.of(List.of(pod))).isEqualTo("pod load-exec-1: ErrImagePull: not found");
    }

    @Test
    void shouldSayThatAPodThatRunsHasNotRegistered() {
        Pod pod = withState(
                pod(1, "Running"),
                new ContainerStateBuilder()
                        .withNewRunning("2026-06-01T00:00:00Z")
                        .build());
        assertThat(PodWords.of(List.of(pod))).isEqualTo("pod load-exec-1: Running, and not registered with the driver");
    }

    @Test
    void shouldSayThePhaseOfAPodThatNobodyHasLookedAt() {
        Pod bare = new PodBuilder()
                .withNewMetadata()
                .withName("load-exec-2")
                .endMetadata()
                .build();
        assertThat(PodWords.of(List.of(pod(1, "Pending"), bare)))
                .isEqualTo("pod load-exec-1: Pending; pod load-exec-2: no status");
    }

    @Test
    void shouldSayThatThereIsNoPod() {
        assertThat(PodWords.of(List.of()))
                .isEqualTo(
                        "there is no pod of an executor: the API server refuses them, as it does where a quota is used up, or they"
                                + " end at once; the driver's log has its answer");
    }

    @Test
    void shouldBeNoLongerThanAFaultIs() {
        // Given
        List<Pod> pods = IntStream.rangeClosed(1, 100)
                .mapToObj(number -> waiting(number, "ErrImagePull", number + "x".repeat(5_000)))
                .toList();
        // When
        String words = PodWords.of(pods);
        // Then
        String first = "1" + "x".repeat(PodWords.LONGEST - "ErrImagePull: 1".length()) + "…";
        assertThat(words)
                .startsWith("pod load-exec-1: ErrImagePull: " + first + "; pod load-exec-2: ErrImagePull: 2x")
                .endsWith("x…; and 97 pods for other reasons")
                .hasSizeLessThan(1_900);
    }
}
