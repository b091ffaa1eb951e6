package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.Awaited;
import sleeper.local.task.RecordBook;
import sleeper.local.task.RecordFolder;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.spark.OutlivingDrivers;
import sleeper.local.task.spark.SparkEnd;
import sleeper.local.task.spark.SparkRequest;
import sleeper.local.task.spark.SparkRun;
import sleeper.local.task.spark.SparkRunner;
import sleeper.local.task.spark.SparkSize;
import sleeper.local.task.spark.SparkStart;
import sleeper.local.task.spark.SparkVersion;
import sleeper.stepfunctions.time.EventLoop;

/**
 * The steps: so many of a cluster run at a time as it has been told, the others wait in the order in which they were added. Everything is
 * done under the one lock of {@link Emr}, which clusters share.
 */
final class EmrSteps {
    /** Pending and running steps that a cluster has at the most. */
    static final int MOST_ACTIVE = 256;

    /** What Spark on YARN takes where a line is silent. */
    private static final SparkSize UNSAID = new SparkSize(2, 1, 1_024, 1_024);

    private static final Logger LOG = LoggerFactory.getLogger(EmrSteps.class);

    private final Object lock;
    private final EventLoop loop;
    private final SparkRunner spark;
    private final Supplier<String> ids;
    private final EmrClusters clusters;
    private final RecordBook<EmrStep> steps;
    private final Map<String, SparkRun> runs = new HashMap<>();
    private final Awaited<EmrStep> queued;
    private final Awaited<EmrStep> begun;
    private final Awaited<EmrStep> ended;
    private final Map<String, ServiceFaults.Fault> fates = new HashMap<>();
    private final Set<String> unclaimed = new HashSet<>();
    private boolean closed;

    EmrSteps(
            Object lock,
            RecordFolder records,
            EventLoop loop,
            SparkRunner spark,
            Supplier<String> ids,
            EmrClusters clusters) {
        this.lock = lock;
        this.steps = new RecordBook<>(records);
        this.loop = loop;
        this.queued = new Awaited<>(loop);
        this.begun = new Awaited<>(loop);
        this.ended = new Awaited<>(loop);
        this.spark = spark;
        this.ids = ids;
        this.clusters = clusters;
        clusters.onChange(this::clusterChanged, this::works);
    }

    /** Takes up what an earlier process has left: what ran was lost with it and runs again, once what outlived it has ended. */
    void open() throws IOException {
        steps.load(EmrStep::fromJson, step -> clusters.find(step.clusterId()).isPresent() && isListed(step));
        for (EmrStep step : steps.all()) {
            unclaimed.add(step.portId());
            OutlivingDrivers.end(step.process());
            if (step.state() == StepState.CANCEL_PENDING || step.state() == StepState.RUNNING) {
                boolean cancelled = step.state() == StepState.CANCEL_PENDING;
                StepState now = cancelled ? StepState.CANCELLED : StepState.PENDING;
                change(step.in(now, EmrStep.Failure.NONE, loop.clock().instant()));
            }
        }
        clusters.all().forEach(this::clusterChanged);
    }

    private boolean isListed(EmrStep step) {
        return !step.state().isEnded()
                || !step.since().isBefore(loop.clock().instant().minus(EmrClusters.LISTED_AFTER_END));
    }

    /**
     * Adds a step, or gives the one that the same request of an interrupted Task has added.
     *
     * @param fate what becomes of it, if that is not what becomes of steps
     */
    EmrStep add(EmrCluster cluster, JsonNode request, Optional<ServiceFaults.Fault> fate) throws IOException {
        synchronized (lock) {
            Optional<EmrStep> before = unclaimed.stream()
                    .map(steps::get)
                    .filter(step -> step.clusterId().equals(cluster.id())
                            && step.request().equals(request))
                    .findFirst();
            if (before.isPresent()) {
                unclaimed.remove(before.get().portId());
                return before.get();
            }
            if (cluster.state().isOver()) {
                throw EmrErrors.validation(
                        "A job flow that is shutting down, terminated, or finished may not be modified.");
            }
            if (active(cluster.id()).size() >= MOST_ACTIVE) {
                throw EmrErrors.validation(
                        "Maximum number of active steps(State = 'Running', 'Pending' or 'Cancel_Pending') for cluster exceeded.");
            }
            EmrStep step = EmrStep.pending(
                    steps.nextNumber(),
                    "s-" + EmrIds.of(ids),
                    cluster.id(),
                    request,
                    loop.clock().instant());
            EmrStep unused = steps.add(step);
            fate.ifPresent(found -> fates.put(step.portId(), found));
            clusterChanged(cluster);
            return steps.get(step.portId());
        }
    }

    private List<EmrStep> active(String clusterId) {
        return steps.all().stream()
                .filter(step ->
                        step.clusterId().equals(clusterId) && !step.state().isEnded())
                .toList();
    }

    private boolean works(EmrCluster cluster) {
        return runs.keySet().stream()
                .anyMatch(portId -> steps.get(portId).clusterId().equals(cluster.id()));
    }

    /** Begins what may begin on a cluster, or ends what it can run no more. */
    private void clusterChanged(EmrCluster changed) {
        // Its state may have gone on meanwhile.
        EmrCluster cluster = clusters.find(changed.id()).orElseThrow();
        List<EmrStep> active = active(cluster.id());
        if (cluster.state().isOver()) {
            active.forEach(this::endWithCluster);
        } else if (cluster.state().isReady() && !closed) {
            long running = active.stream()
                    .filter(step -> runs.containsKey(step.portId()))
                    .count();
            active.stream()
                    .filter(step -> !runs.containsKey(step.portId()))
                    .filter(step -> !(fates.get(step.portId()) instanceof ServiceFaults.Stuck))
                    .limit(Math.max(0, cluster.stepConcurrency() - running))
                    .forEach(step -> begin(cluster, step));
            clusters.busy(cluster.id(), !active(cluster.id()).isEmpty());
        }
    }

    private void endWithCluster(EmrStep step) {
        Optional<SparkRun> run = Optional.ofNullable(runs.get(step.portId()));
        change(step.withoutCluster(loop.clock().instant()));
        run.ifPresent(SparkRun::stop);
    }

    private void begin(EmrCluster cluster, EmrStep step) {
        if (fates.remove(step.portId()) instanceof ServiceFaults.FailStarting fate) {
            EmrStep.Failure why = new EmrStep.Failure(fate.code(), fate.message(), "");
            change(step.in(StepState.FAILED, why, loop.clock().instant()));
            return;
        }
        Optional<List<String>> line = step.sparkSubmit();
        if (line.isEmpty()) {
            EmrStep.Failure why =
                    new EmrStep.Failure("Unknown Error.", "Here a step runs " + EmrStep.RUNS + " alone.", "");
            change(step.in(StepState.FAILED, why, loop.clock().instant()));
            return;
        }
        SparkVersion version =
                SparkVersion.ofReleaseLabel(cluster.releaseLabel()).orElseThrow();
        SparkRun run = spark.run(new SparkRequest(ids.get(), version, line.get(), UNSAID));
        runs.put(step.portId(), run);
        CompletableFuture<Void> unusedQueued = run.queued().thenRun(() -> queuedNow(step.portId()));
        CompletableFuture<Void> unused = run.begun().thenAccept(start -> began(step.portId(), run, start));
        CompletableFuture<Void> unusedEnd = run.ended().thenAccept(end -> ended(step.portId(), run, end));
    }

    private void queuedNow(String portId) {
        synchronized (lock) {
            queued.come(portId, steps.get(portId));
        }
    }

    private void began(String portId, SparkRun run, SparkStart start) {
        synchronized (lock) {
            EmrStep step = steps.get(portId);
            if (!closed && runs.get(portId) == run && step.state() == StepState.PENDING) {
                change(step.running(start, loop.clock().instant()));
            }
        }
    }

    /** When these services close, their drivers end with them, and that is not how a step ended. */
    private void ended(String portId, SparkRun run, SparkEnd end) {
        synchronized (lock) {
            if (closed || !runs.remove(portId, run)) {
                return;
            }
            EmrStep step = steps.get(portId);
            if (!step.state().isEnded()) {
                change(step.after(end, loop.clock().instant()));
            }
            clusterChanged(clusters.find(step.clusterId()).orElseThrow());
        }
    }

    /**
     * {@code CancelSteps} of one step.
     *
     * @return whether it was still to end
     */
    boolean cancel(String portId, String reason) {
        synchronized (lock) {
            EmrStep step = steps.get(portId);
            if (step.state().isEnded() || step.state() == StepState.CANCEL_PENDING) {
                return !step.state().isEnded();
            }
            LOG.info("Step {} is cancelled: {}", portId, reason);
            EmrStep.Failure why = new EmrStep.Failure("", reason, step.failure().logFile());
            Optional<SparkRun> run = Optional.ofNullable(runs.get(portId));
            change(step.in(
                    run.isPresent() ? StepState.CANCEL_PENDING : StepState.CANCELLED,
                    why,
                    loop.clock().instant()));
            run.ifPresent(SparkRun::stop);
            clusterChanged(clusters.find(step.clusterId()).orElseThrow());
            return true;
        }
    }

    private void change(EmrStep now) {
        EmrStep kept = now.state() == StepState.CANCEL_PENDING ? now.withProcessOf(steps.get(now.portId())) : now;
        steps.put(kept);
        if (kept.state() != StepState.PENDING) {
            begun.come(kept.portId(), kept);
        }
        if (kept.state().isEnded()) {
            queued.come(kept.portId(), kept);
            ended.come(kept.portId(), kept);
        }
    }

    /** @return completes when it waits for room on this machine, or has ended; never, if it need not wait */
    CompletableFuture<EmrStep> whenQueued(String portId) {
        synchronized (lock) {
            EmrStep step = steps.get(portId);
            SparkRun run = runs.get(portId);
            boolean waits = run != null && run.queued().isDone();
            return queued.of(portId, step, waits || step.state() != StepState.PENDING);
        }
    }

    /** @return completes when it is no longer pending, whatever it is then */
    CompletableFuture<EmrStep> begun(String portId) {
        synchronized (lock) {
            EmrStep step = steps.get(portId);
            return begun.of(portId, step, step.state() != StepState.PENDING);
        }
    }

    CompletableFuture<EmrStep> ended(String portId) {
        synchronized (lock) {
            EmrStep step = steps.get(portId);
            return ended.of(portId, step, step.state().isEnded());
        }
    }

    Optional<EmrStep> find(String portId) {
        synchronized (lock) {
            return steps.find(portId);
        }
    }

    List<EmrStep> all() {
        synchronized (lock) {
            return steps.all();
        }
    }

    void close() {
        synchronized (lock) {
            closed = true;
        }
    }
}
