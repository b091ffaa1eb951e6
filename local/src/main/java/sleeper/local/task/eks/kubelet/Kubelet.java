package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sleeper.local.task.TaskLogName;
import sleeper.local.task.eks.api.ContainerLogs;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;
import sleeper.local.task.spark.OutlivingDrivers;

/**
 * Scheduler and kubelet of the one node: gives pods room in the order in which they were made, runs them, writes their status, and takes
 * them away when they were deleted and their process has ended. Decides on the event loop alone.
 */
public final class Kubelet implements ContainerLogs {
    static final String ADDRESS = "127.0.0.1";
    static final String NODE = "this-machine";

    private static final int UID_IN_LOG_NAME = 8;

    private final Node node;
    private final Map<String, PodRun> runs = new HashMap<>();
    private volatile boolean closed;

    public Kubelet(Node node) {
        this.node = node;
    }

    static boolean isExecutor(JsonNode pod) {
        return "executor".equals(Meta.labels(pod).get("spark-role"));
    }

    private static boolean hasEnded(JsonNode pod) {
        String phase = pod.at("/status/phase").asText();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /**
     * Takes over the pods that an earlier process has left. What of them runs still is ended. The container of a pod that a Job waits for
     * runs again, in the same pod; the executors that it had are gone with it.
     */
    public void takeOver() {
        for (ObjectNode pod : pods()) {
            if (hasEnded(pod)) {
                continue;
            }
            OutlivingDrivers.end(new PodFolder(node, pod).process());
            if (isExecutor(pod)) {
                remove(pod);
            } else if (pod.at("/spec").has("nodeName")) {
                update(node, key(pod), Meta.uid(pod), PodStatus::restarted);
            }
        }
    }

    /** Looks at all pods; to be called on the loop after each change. */
    public void reconcile() {
        if (closed) {
            return;
        }
        for (ObjectNode pod : pods()) {
            Optional<PodRun> run = Optional.ofNullable(runs.get(Meta.uid(pod)));
            if (Meta.isBeingDeleted(pod)) {
                run.ifPresentOrElse(
                        running -> running.stop(
                                pod.at("/metadata/deletionGracePeriodSeconds").asLong()),
                        () -> remove(pod));
            } else if (run.isEmpty() && !hasEnded(pod)) {
                schedule(pod);
            }
        }
    }

    private List<ObjectNode> pods() {
        return node.store().list(ObjectKind.POD, "", pod -> true).stream()
                .sorted(Comparator.comparing(Meta::createdAt))
                .toList();
    }

    private void schedule(ObjectNode pod) {
        Optional<String> noRoom = PodSize.refusal(pod).or(() -> noRoom(pod));
        if (noRoom.isPresent()) {
            update(
                    node,
                    key(pod),
                    Meta.uid(pod),
                    waiting -> PodStatus.unschedulable(waiting, noRoom.get(), node.now()));
            return;
        }
        String uid = Meta.uid(pod);
        PodRun run = new PodRun(node, key(pod), pod, () -> over(uid));
        runs.put(uid, run);
        run.begin();
    }

    private Optional<String> noRoom(JsonNode pod) {
        int most = node.size().executors();
        return !isExecutor(pod)
                        || runs.values().stream()
                                        .filter(run -> run.isBeside(pod))
                                        .count()
                                < most
                ? Optional.empty()
                : Optional.of("0/1 nodes are available: 1 Too many pods. The embedded run has room for " + most
                        + " executors of a driver at a time.");
    }

    private void over(String uid) {
        runs.remove(uid);
        node.loop().execute(this::reconcile);
    }

    private void remove(ObjectNode pod) {
        node.store().remove(key(pod));
        new PodFolder(node, pod).delete();
    }

    private static ObjectKey key(JsonNode pod) {
        return new ObjectKey(ObjectKind.POD, Meta.namespace(pod), Meta.name(pod));
    }

    /** Changes a pod that is still there, and is still the one of this uid. */
    static void update(Node node, ObjectKey key, String uid, Consumer<ObjectNode> change) {
        ObjectStore store = node.store();
        if (store.find(key).filter(pod -> Meta.uid(pod).equals(uid)).isPresent()) {
            store.update(key, change);
        }
    }

    /** A driver's file is called as those of all tasks are, after job and attempt, which are its last arguments. */
    static Path log(Node node, JsonNode pod) {
        int restarts = pod.at("/status/containerStatuses/0/restartCount").asInt();
        String id = Meta.uid(pod).substring(0, UID_IN_LOG_NAME);
        // Another for each start, of the same form.
        String unique = HexFormat.of().toHexDigits((int) Long.parseLong(id, 16) + restarts);
        List<String> args = ContainerSpec.of(pod).args();
        boolean driver = !isExecutor(pod) && args.size() > 1;
        List<String> words = driver ? args.subList(args.size() - 2, args.size()) : List.of(Meta.name(pod));
        return node.logs().resolve(TaskLogName.of(words, unique));
    }

    @Override
    public Optional<String> of(JsonNode pod) {
        try {
            return Optional.of(Files.readString(log(node, pod)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Has the kernel kill the container of a pod, if it runs. */
    public void kill(String namespace, String name) {
        onLoop(namespace, name, PodRun::kill);
    }

    /** Has the node evict a pod, if it is there, as when it runs out of memory. */
    public void evict(String namespace, String name) {
        onLoop(namespace, name, run -> run.evict("The node was low on resource: memory."));
    }

    private void onLoop(String namespace, String name, Consumer<PodRun> action) {
        node.loop()
                .execute(() -> node.store()
                        .find(new ObjectKey(ObjectKind.POD, namespace, name))
                        .map(pod -> runs.get(Meta.uid(pod)))
                        .ifPresent(action));
    }

    /** Looks at nothing any more: what ends from now on is lost with this process, and is taken over by the next. */
    public void close() {
        closed = true;
    }
}
