package sleeper.local.task.eks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.FaultyCall;
import sleeper.stepfunctions.task.TaskIntegration;

/**
 * What the embedded run has of EKS: a cluster that is opened when it is first asked for something, or at once if it has anything from
 * before. Until then it takes no port, no memory and no time. Safe for use by many threads.
 */
public final class EksStandIn implements AutoCloseable {
    /** Runs a Job and waits for its end. */
    public static final String RUN_JOB = "eks:runJob.sync";

    /** Calls the API server. */
    public static final String CALL = "eks:call";

    private final EksSetup setup;
    private Optional<EksCluster> cluster = Optional.empty();
    private boolean closed;

    private EksStandIn(EksSetup setup) {
        this.setup = setup;
    }

    /** @throws IOException if there is something from before, and it cannot be opened */
    public static EksStandIn open(EksSetup setup) throws IOException {
        EksStandIn standIn = new EksStandIn(setup);
        if (Files.isDirectory(setup.folder())) {
            standIn.cluster = Optional.of(EksCluster.open(setup));
        }
        return standIn;
    }

    /**
     * @return the cluster
     * @throws UncheckedIOException if it cannot be opened
     */
    public synchronized EksCluster cluster() {
        if (closed) {
            throw new IllegalStateException("the services are closing");
        }
        if (cluster.isEmpty()) {
            try {
                cluster = Optional.of(EksCluster.open(setup));
            } catch (IOException e) {
                throw new UncheckedIOException("The Kubernetes cluster could not be opened in " + setup.folder(), e);
            }
        }
        return cluster.get();
    }

    /** @return the cluster, if it was opened */
    public synchronized Optional<EksCluster> opened() {
        return cluster;
    }

    /**
     * @param threads where calls of the API server are made
     * @return what state machines ask of EKS, by service and action
     */
    public Map<String, TaskIntegration> integrations(Executor threads) {
        return Map.of(
                RUN_JOB, (request, progress) -> new EksRunJob(cluster()).start(request, progress), CALL, call(threads));
    }

    private TaskIntegration call(Executor threads) {
        TaskIntegration call = TaskIntegration.calling(
                threads, (request, progress) -> new EksCall(cluster()).run(request.parameters()));
        return (request, progress) -> FaultyCall.task(
                cluster().faults().services().take(EksFaults.CALL), () -> call.start(request, progress));
    }

    /** @return the Jobs of attempts */
    public ResourceService jobs() {
        return new Jobs();
    }

    /** Leaves what the cluster has as it is for the next process. */
    @Override
    public void close() {
        Optional<EksCluster> last;
        synchronized (this) {
            closed = true;
            last = cluster;
        }
        last.ifPresent(EksCluster::close);
    }

    private final class Jobs implements ResourceService {
        @Override
        public ResourceKind kind() {
            return ResourceKind.KUBERNETES_JOB;
        }

        @Override
        public List<Resource> find(AttemptId attempt) {
            return opened().map(there -> new KubernetesJobs(there).find(attempt))
                    .orElse(List.of());
        }

        @Override
        public Optional<Resource> describe(String id) {
            return opened().flatMap(there -> new KubernetesJobs(there).describe(id));
        }

        @Override
        public void end(String id, String reason) {
            opened().ifPresent(there -> new KubernetesJobs(there).end(id, reason));
        }
    }
}
