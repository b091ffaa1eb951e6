package sleeper.bulkimport.job.runner.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.core.util.UnicodeText;

/** Why pods of executors are no executors yet, in Kubernetes' words. */
final class PodWords {
    /** Characters of one reason with its message; what is longer is cut. */
    static final int LONGEST = 500;

    /** Reasons that are told; of more, only how many pods have them. */
    private static final int MOST = 3;

    private static final String NONE =
            "there is no pod of an executor: the API server refuses them, as it does where a quota is used up, or they end at once; the"
                    + " driver's log has its answer";

    private PodWords() {}

    /** @return such as {@code pod a-exec-1 and 4 more: ImagePullBackOff: Back-off pulling image "b"}; at most 1,900 characters */
    static String of(List<Pod> pods) {
        if (pods.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> namesByReason = new LinkedHashMap<>();
        for (Pod pod : pods) {
            namesByReason
                    .computeIfAbsent(cut(reason(pod)), reason -> new ArrayList<>())
                    .add(pod.getMetadata().getName());
        }
        List<String> words = new ArrayList<>();
        int told = 0;
        for (Map.Entry<String, List<String>> reason : namesByReason.entrySet()) {
            if (words.size() == MOST) {
                words.add("and " + (pods.size() - told) + " pods for other reasons");
                break;
            }
            List<String> names = reason.getValue();
            words.add("pod " + names.get(0) + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more") + ": "
                    + reason.getKey());
            told += names.size();
        }
        return String.join("; ", words);
    }

    private static String cut(String reason) {
        return reason.length() > LONGEST ? UnicodeText.cut(reason, LONGEST) + "…" : reason;
    }

    private static String reason(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return "no status";
        }
        return words(status.getReason(), status.getMessage())
                .or(() -> unscheduled(status))
                .or(() -> container(status))
                .orElseGet(() -> phase(status));
    }

    private static Optional<String> unscheduled(PodStatus status) {
        return all(status.getConditions())
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(PodWords::words)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> words(PodCondition condition) {
        return words(condition.getReason(), condition.getMessage());
    }

    /** A pod may have more than its executor: what others put in beside it. */
    private static Optional<String> container(PodStatus status) {
        return Stream.concat(all(status.getInitContainerStatuses()), all(status.getContainerStatuses()))
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(PodWords::words)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> words(ContainerState state) {
        if (state.getTerminated() != null) {
            return ended(state.getTerminated());
        }
        return state.getWaiting() == null
                ? Optional.empty()
                : words(state.getWaiting().getReason(), state.getWaiting().getMessage());
    }

    /** What has ended well is not what is waited for: it has prepared the pod. */
    private static Optional<String> ended(ContainerStateTerminated end) {
        return end.getExitCode() == 0
                ? Optional.empty()
                : words(end.getReason() + ", exit code " + end.getExitCode(), end.getMessage());
    }

    private static String phase(PodStatus status) {
        String phase = Objects.requireNonNullElse(status.getPhase(), "no phase");
        return phase.equals("Running") ? "Running, and not registered with the driver" : phase;
    }

    private static Optional<String> words(String reason, String message) {
        if (isEmpty(reason)) {
            return Optional.empty();
        }
        return Optional.of(isEmpty(message) ? reason : reason + ": " + message);
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    /** Lists that the API server leaves out are null in some versions of the client. */
    private static <T> Stream<T> all(List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }
}
