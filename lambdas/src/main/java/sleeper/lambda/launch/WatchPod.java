package sleeper.lambda.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.KubernetesNames;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;
import sleeper.core.util.UnicodeText;
import sleeper.lambda.port.LambdaPorts;

/**
 * Decides whether the driver's pod has begun to work, or will not. Kubernetes goes on trying to pull an image and to place a pod for
 * as long as the pod is there. A Job that has no pod yet is waited for: that is how Kubernetes holds one back that has no room in
 * its quota.
 */
final class WatchPod {
    /** With the time until a pod is first seen and that between two looks, what will not work is told within five minutes. */
    static final Duration PATIENCE = Duration.ofSeconds(220);

    private static final int LOOK_SECONDS = 10;

    /**
     * Between two looks once there was no pod for a while, which may go on for as long as a Job may take, a day: a look takes 14 events of
     * a history, which has room for 25,000.
     */
    private static final int MOST_SECONDS_WITHOUT_POD = 60;

    private static final Set<String> PENDING = Set.of("", "Pending", "Unknown");
    private static final int MOST_FOUND = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LambdaPorts ports;

    WatchPod(LambdaPorts ports) {
        this.ports = ports;
    }

    /**
     * @param pods  the status of each pod of the Job; empty before the first look
     * @param before the answer of the watch before
     * @throws sleeper.core.error.RunFailedException PLATFORM_REFUSED, with the reason that Kubernetes has, if no pod begins to work
     */
    WatchStep next(AttemptId attempt, Optional<List<Map<String, Object>>> pods, WatchStep before) {
        if (pods.isEmpty()) {
            return WatchStep.await(LOOK_SECONDS, 0);
        }
        List<JsonNode> statuses =
                pods.get().stream().<JsonNode>map(JSON::valueToTree).toList();
        if (statuses.isEmpty()) {
            return isOver(attempt) ? WatchStep.stop() : WatchStep.await(secondsWithoutPod(before), 0);
        }
        // Where the Job is gone when it is looked for next, it is known that it was there.
        ports.stores().jobs().resources().see(attempt, jobOf(attempt));
        if (statuses.stream()
                .anyMatch(status -> !PENDING.contains(status.path("phase").asText()))) {
            return WatchStep.stop();
        }
        long now = ports.clock().instant().getEpochSecond();
        long begun = before.since() == 0 ? now : before.since();
        if (now - begun < PATIENCE.toSeconds()) {
            return WatchStep.await(LOOK_SECONDS, begun);
        }
        throw StoredFailure.of(ports.stores().jobs(), attempt, fault(statuses));
    }

    private static Resource jobOf(AttemptId attempt) {
        return new Resource(
                ResourceKind.KUBERNETES_JOB,
                KubernetesNames.jobName(attempt),
                ResourceStage.STARTING,
                "it has a pod",
                "");
    }

    /** Most pods come soon, so that the first looks are close to each other. */
    private static int secondsWithoutPod(WatchStep before) {
        return Math.max(LOOK_SECONDS, Math.min(MOST_SECONDS_WITHOUT_POD, 2 * before.seconds()));
    }

    /** The pods of a Job that is over may be gone. */
    private boolean isOver(AttemptId attempt) {
        List<Resource> found = ports.resources()
                .of(ResourceKind.KUBERNETES_JOB)
                .map(service -> service.find(attempt))
                .orElse(List.of());
        return !found.isEmpty() && found.stream().allMatch(Resource::ended);
    }

    private static Fault fault(List<JsonNode> statuses) {
        return new Fault(
                ErrorCode.PLATFORM_REFUSED,
                "the driver's pod",
                UnicodeText.cut(String.join("; ", reasons(statuses)), MOST_FOUND),
                "a pod that runs within five minutes",
                "Mend what Kubernetes names (an image that cannot be pulled: push it, and give the nodes the right to pull"
                        + " it; no place for the pod: make room or ask for a smaller one), and retry the job.");
    }

    private static List<String> reasons(List<JsonNode> statuses) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode status : statuses) {
            for (JsonNode container : status.path("containerStatuses")) {
                add(reasons, container.at("/state/waiting"));
            }
            for (JsonNode condition : status.path("conditions")) {
                if (condition.path("status").asText().equals("False")) {
                    add(reasons, condition);
                }
            }
        }
        return reasons.isEmpty() ? List.of("it is Pending, and Kubernetes gives no reason") : reasons;
    }

    private static void add(List<String> reasons, JsonNode from) {
        String reason = from.path("reason").asText();
        String message = from.path("message").asText();
        if (!reason.isEmpty() || !message.isEmpty()) {
            reasons.add(message.isEmpty() ? reason : reason.isEmpty() ? message : reason + ": " + message);
        }
    }
}
