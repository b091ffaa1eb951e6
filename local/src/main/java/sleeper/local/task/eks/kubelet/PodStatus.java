package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import sleeper.local.task.eks.objects.Meta;

/** Writes the status of a pod, as a kubelet and a scheduler do. */
public final class PodStatus {
    /** Annotation with what a pod has on this machine beside what it asked for. */
    private static final String GIVEN = "sleeper.local/given";

    private static final String READY = "Ready";
    private static final String CONTAINERS_READY = "ContainersReady";
    private static final String SCHEDULED = "PodScheduled";

    private PodStatus() {}

    /** @return what a pod has on this machine where that is less than it asked for, in words */
    public static Optional<String> given(JsonNode pod) {
        return Meta.annotation(pod, GIVEN).map(words -> Meta.name(pod) + " " + words);
    }

    static void give(ObjectNode pod, String words) {
        if (!words.isEmpty()) {
            pod.withObjectProperty("metadata").withObjectProperty("annotations").put(GIVEN, words);
        }
    }

    static void unschedulable(ObjectNode pod, String message, Instant now) {
        condition(pod, SCHEDULED, false, "Unschedulable", message, now);
    }

    static void scheduled(ObjectNode pod, Instant now) {
        pod.withObjectProperty("spec").put("nodeName", Kubelet.NODE);
        condition(pod, SCHEDULED, true, "", "", now);
        condition(pod, "Initialized", true, "", "", now);
        pod.withObjectProperty("status").put("hostIP", Kubelet.ADDRESS);
        waiting(pod, "ContainerCreating", "", now);
    }

    static void waiting(ObjectNode pod, String reason, String message, Instant now) {
        ObjectNode state = container(pod, false).putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
            state.put("message", message);
        }
        ready(pod, false, now);
    }

    static void running(ObjectNode pod, Instant now) {
        ObjectNode status = pod.withObjectProperty("status");
        status.put("phase", "Running").put("podIP", Kubelet.ADDRESS);
        status.putArray("podIPs").addObject().put("ip", Kubelet.ADDRESS);
        if (!status.has("startTime")) {
            status.put("startTime", Meta.time(now));
        }
        container(pod, true).putObject("running").put("startedAt", Meta.time(now));
        ready(pod, true, now);
    }

    /** A container that runs once more in the same pod. */
    static void restarted(ObjectNode pod) {
        JsonNode last = pod.at("/status/containerStatuses/0");
        int restarts = last.path("restartCount").asInt();
        if (last instanceof ObjectNode status) {
            status.put("restartCount", restarts + 1);
        }
    }

    static void exited(ObjectNode pod, int exitCode, String reason, Instant now) {
        ObjectNode status = pod.withObjectProperty("status");
        status.put("phase", exitCode == 0 ? "Succeeded" : "Failed");
        String startedAt =
                status.at("/containerStatuses/0/state/running/startedAt").asText(Meta.time(now));
        container(pod, false)
                .putObject("terminated")
                .put("exitCode", exitCode)
                .put("reason", reason)
                .put("startedAt", startedAt)
                .put("finishedAt", Meta.time(now));
        ready(pod, false, now);
    }

    /** A pod that the node gives up, with its containers. */
    static void failed(ObjectNode pod, String reason, String message) {
        pod.withObjectProperty("status")
                .put("phase", "Failed")
                .put("reason", reason)
                .put("message", message);
    }

    private static ObjectNode container(ObjectNode pod, boolean ready) {
        JsonNode spec = pod.at("/spec/containers/0");
        int restarts = pod.at("/status/containerStatuses/0/restartCount").asInt();
        ObjectNode status =
                pod.withObjectProperty("status").putArray("containerStatuses").addObject();
        status.put("name", spec.path("name").asText());
        status.put("image", spec.path("image").asText()).put("imageID", "");
        status.put("ready", ready).put("started", ready).put("restartCount", restarts);
        return status.putObject("state");
    }

    private static void ready(ObjectNode pod, boolean ready, Instant now) {
        condition(pod, READY, ready, ready ? "" : "ContainersNotReady", "", now);
        condition(pod, CONTAINERS_READY, ready, ready ? "" : "ContainersNotReady", "", now);
    }

    private static void condition(
            ObjectNode pod, String type, boolean holds, String reason, String message, Instant now) {
        ObjectNode condition = JsonNodeFactory.instance.objectNode();
        condition.put("type", type).put("status", holds ? "True" : "False");
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
        if (!message.isEmpty()) {
            condition.put("message", message);
        }
        condition.put("lastTransitionTime", Meta.time(now));
        var conditions = pod.withObjectProperty("status").withArrayProperty("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.path(i).path("type").asText().equals(type)) {
                // A condition keeps the time at which it came to hold or not to.
                if (conditions.path(i).path("status").equals(condition.path("status"))) {
                    condition.set("lastTransitionTime", conditions.path(i).path("lastTransitionTime"));
                }
                conditions.set(i, condition);
                return;
            }
        }
        conditions.add(condition);
    }
}
