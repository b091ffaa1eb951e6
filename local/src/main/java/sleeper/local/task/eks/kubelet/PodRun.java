package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.util.FailureWords;
import sleeper.local.task.eks.api.Accounts;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.run.spark.SparkCommand;
import sleeper.stepfunctions.time.EventLoop.Work;

/** A pod that the node has room for, until its container has ended. Used on the loop alone. */
final class PodRun {
    private static final Logger LOG = LoggerFactory.getLogger(PodRun.class);
    private static final int SIGNALS = 128;
    private static final int KILLED = 137;
    private static final int LONGEST_BACK_OFF = 30;

    /** What ends a session or a machine sends its signal to this process too, in any order; then the container has not ended but is lost. */
    private static final Duration HELD_BACK = Duration.ofSeconds(5);

    private static final Duration LOOK_FOR_VOLUMES = Duration.ofSeconds(1);

    private final Node node;
    private final ObjectKey key;
    private final ObjectNode pod;
    private final PodFolder folder;
    private final Runnable ended;
    private Optional<Process> process = Optional.empty();
    private boolean stopping;
    private boolean over;
    private int pulls;

    /** @param ended is called once its container has ended, or it has none and was stopped */
    PodRun(Node node, ObjectKey key, ObjectNode pod, Runnable ended) {
        this.node = node;
        this.key = key;
        this.pod = pod;
        this.folder = new PodFolder(node, pod);
        this.ended = ended;
    }

    /** @return whether it is an executor of the same driver as another pod */
    boolean isBeside(JsonNode other) {
        return isExecutor() && Meta.owners(pod).equals(Meta.owners(other));
    }

    private boolean isExecutor() {
        return Kubelet.isExecutor(pod);
    }

    void begin() {
        update(scheduled -> PodStatus.scheduled(scheduled, node.now()));
        node.loop().schedule(node.now().plus(node.pace().provisioning()), this::pull);
    }

    private void pull() {
        if (over) {
            return;
        }
        Work work = node.loop().beginWork();
        var unused = node.images()
                .pull(pod.at("/spec/containers/0/image").asText())
                .whenComplete((image, failure) -> {
                    node.loop().execute(() -> {
                        if (!over) {
                            pulled(Optional.ofNullable(image), failure);
                        }
                    });
                    work.end();
                });
    }

    private void pulled(Optional<SparkImage> image, Throwable failure) {
        if (image.isPresent()) {
            start(image.get());
            return;
        }
        String message = FailureWords.of(failure);
        update(waiting ->
                PodStatus.waiting(waiting, pulls == 0 ? "ErrImagePull" : "ImagePullBackOff", message, node.now()));
        long factor = Math.min(1L << Math.min(pulls, LONGEST_BACK_OFF), LONGEST_BACK_OFF);
        pulls++;
        node.loop().schedule(node.now().plus(node.pace().backOff().multipliedBy(factor)), this::pull);
    }

    private void start(SparkImage image) {
        if (over) {
            return;
        }
        if (!PodVolumes.areThere(pod, node.store())) {
            // Spark makes the executors' config map after the first of them.
            node.loop().schedule(node.now().plus(LOOK_FOR_VOLUMES), () -> start(image));
            return;
        }
        try {
            if (isExecutor() && node.executorsHang().getAsBoolean()) {
                update(running -> PodStatus.running(running, node.now()));
                return;
            }
            run(command(image));
            update(running -> PodStatus.running(running, node.now()));
        } catch (IOException | SparkEntrypoint.NotStartedException e) {
            LOG.warn("The container of pod {} could not be started", key.name(), e);
            over = true;
            update(failed -> {
                PodStatus.exited(failed, 1, "StartError", node.now());
                PodStatus.failed(failed, "StartError", e.getMessage());
            });
            ended.run();
        }
    }

    private SparkCommand command(SparkImage image) throws IOException, SparkEntrypoint.NotStartedException {
        Path place = folder.make();
        PodVolumes volumes = PodVolumes.make(pod, place, node.store());
        ContainerCommand container = new SparkEntrypoint(
                        image, node.size(), node.access().address().get())
                .command(ContainerSpec.of(pod), volumes, place);
        if (!container.sizes().isEmpty()) {
            LOG.info("Pod {} {}", key.name(), container.sizes());
            update(given -> PodStatus.give(given, container.sizes()));
        }
        Map<String, String> environment =
                new LinkedHashMap<>(container.command().environment());
        // What a pod has mounted, a client of this kind also takes from variables; and nothing of the machine's user.
        String account = pod.at("/spec/serviceAccountName").asText();
        environment.put(
                "KUBERNETES_AUTH_TOKEN",
                node.access().token().apply(Accounts.serviceAccount(key.namespace(), account)));
        environment.put("KUBERNETES_CERTS_CA_FILE", node.access().certificate().toString());
        environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
        environment.put("KUBERNETES_AUTH_TRYSERVICEACCOUNT", "false");
        return new SparkCommand(
                container.command().words(), environment, container.command().folders());
    }

    private void run(SparkCommand command) throws IOException {
        Process started = node.processes().start(command, folder.make(), Kubelet.log(node, pod));
        process = Optional.of(started);
        CompletableFuture<Void> unused =
                started.onExit().thenRun(() -> node.loop().execute(() -> exited(started.exitValue())));
        folder.keep(started);
    }

    private void exited(int exitCode) {
        if (exitCode > SIGNALS && !stopping && !isExecutor()) {
            node.loop().schedule(node.now().plus(HELD_BACK), () -> end(exitCode));
        } else {
            end(exitCode);
        }
    }

    private void end(int exitCode) {
        if (over) {
            return;
        }
        over = true;
        String reason = exitCode == 0 ? "Completed" : "Error";
        update(exited -> PodStatus.exited(exited, exitCode, reason, node.now()));
        ended.run();
    }

    /** Asks the container to end, and ends it when it does not within the grace. */
    void stop(long graceSeconds) {
        if (stopping) {
            return;
        }
        stopping = true;
        if (process.isEmpty()) {
            over = true;
            ended.run();
            return;
        }
        Process running = process.get();
        running.destroy();
        var unused = running.onExit().orTimeout(graceSeconds, TimeUnit.SECONDS).whenComplete((gone, late) -> {
            if (late != null) {
                running.destroyForcibly();
            }
        });
    }

    /** The kernel kills the container. */
    void kill() {
        process.ifPresentOrElse(Process::destroyForcibly, () -> end(KILLED));
    }

    /** The node gives the pod up, as it does when it runs out of something. */
    void evict(String message) {
        stopping = true;
        over = true;
        update(evicted -> {
            PodStatus.exited(evicted, KILLED, "Error", node.now());
            PodStatus.failed(evicted, "Evicted", message);
        });
        CompletableFuture<Void> gone = process.map(
                        running -> running.destroyForcibly().onExit().thenRun(() -> {}))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        var unused = gone.thenRun(() -> node.loop().execute(ended));
    }

    private void update(Consumer<ObjectNode> change) {
        Kubelet.update(node, key, Meta.uid(pod), change);
    }
}
