package sleeper.lambda.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The request of the step <i>Watch pod</i>.
 *
 * @param jobId   the job
 * @param attempt 1 for the first
 * @param listed  what the API server said; null before the first look
 * @param watch   the answer of the watch before; null at first
 */
public record WatchPodRequest(String jobId, int attempt, Listed listed, WatchStep watch) {
    /**
     * What the API server said.
     *
     * @param pods the {@code status} of each pod of the Job, as Kubernetes has it
     */
    public record Listed(List<Map<String, Object>> pods) {}

    /** @return empty before the first look */
    Optional<List<Map<String, Object>>> pods() {
        return Optional.ofNullable(listed)
                .map(found -> Optional.ofNullable(found.pods()).orElse(List.of()));
    }

    /** @return the answer of the watch before */
    WatchStep before() {
        return Optional.ofNullable(watch).orElse(WatchStep.FIRST);
    }
}
