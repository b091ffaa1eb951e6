package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sleeper.local.task.Awaited;
import sleeper.local.task.RecordBook;
import sleeper.local.task.RecordFolder;
import sleeper.local.task.ServiceFaults;
import sleeper.stepfunctions.time.EventLoop;

/**
 * The clusters: they start, bootstrap, wait for steps and terminate, each in its time. Everything is done under the one lock of
 * {@link Emr}, which steps share.
 */
final class EmrClusters {
    /** As long as EMR lists a cluster that has ended. */
    static final Duration LISTED_AFTER_END = Duration.ofDays(60);

    private final Object lock;
    private final EventLoop loop;
    private final EmrTimes times;
    private final Supplier<String> ids;
    private final RecordBook<EmrCluster> clusters;
    private final Awaited<EmrCluster> ready;
    private final Awaited<EmrCluster> ended;
    /** Those of an earlier process that no Task of this one has asked for. */
    private final Set<String> unclaimed = new HashSet<>();

    private final Map<String, ServiceFaults.Fault> fates = new HashMap<>();
    private Consumer<EmrCluster> onChange = cluster -> {};
    private Predicate<EmrCluster> stillWorks = cluster -> false;
    private boolean closed;

    EmrClusters(Object lock, RecordFolder records, EventLoop loop, EmrTimes times, Supplier<String> ids) {
        this.lock = lock;
        this.clusters = new RecordBook<>(records);
        this.loop = loop;
        this.ready = new Awaited<>(loop);
        this.ended = new Awaited<>(loop);
        this.times = times;
        this.ids = ids;
    }

    /**
     * @param use   is told of each cluster that has come to another state, under the lock
     * @param works whether something of a cluster that terminates has not ended yet
     */
    void onChange(Consumer<EmrCluster> use, Predicate<EmrCluster> works) {
        onChange = use;
        stillWorks = works;
    }

    /** Takes up what an earlier process has left. */
    void open() throws IOException {
        clusters.load(EmrCluster::fromJson, this::isListed);
        for (EmrCluster cluster : clusters.all()) {
            unclaimed.add(cluster.id());
            planNext(cluster);
        }
    }

    boolean isListed(EmrCluster cluster) {
        return !cluster.state().stage().isEnded()
                || !cluster.since().isBefore(loop.clock().instant().minus(LISTED_AFTER_END));
    }

    /**
     * Makes a cluster, or gives the one that the same request of an interrupted Task has made.
     *
     * @param fate what becomes of it, if that is not what becomes of clusters
     */
    EmrCluster run(JsonNode request, Optional<ServiceFaults.Fault> fate) throws IOException {
        synchronized (lock) {
            Optional<EmrCluster> before = unclaimed.stream()
                    .map(clusters::get)
                    .filter(cluster -> cluster.request().equals(request))
                    .findFirst();
            if (before.isPresent()) {
                unclaimed.remove(before.get().id());
                return before.get();
            }
            Instant now = loop.clock().instant();
            String id = "j-" + EmrIds.of(ids);
            fate.ifPresent(found -> fates.put(id, found));
            return add(
                    new EmrCluster(clusters.nextNumber(), id, request, false, ClusterState.STARTING, "", "", now, now));
        }
    }

    /** Makes the instance's own cluster; of one that is there, makes the request what is asked for now. */
    EmrCluster permanent(JsonNode request) throws IOException {
        synchronized (lock) {
            Optional<EmrCluster> before = permanent();
            if (before.isPresent()) {
                return clusters.add(before.get().with(request));
            }
            Instant now = loop.clock().instant();
            return add(new EmrCluster(
                    clusters.nextNumber(),
                    "j-" + EmrIds.of(ids),
                    request,
                    true,
                    ClusterState.STARTING,
                    "",
                    "",
                    now,
                    now));
        }
    }

    /** @return the instance's own cluster, unless it was terminated */
    Optional<EmrCluster> permanent() {
        synchronized (lock) {
            return clusters.all().stream()
                    .filter(cluster -> cluster.permanent() && !cluster.state().isOver())
                    .findFirst();
        }
    }

    private EmrCluster add(EmrCluster cluster) throws IOException {
        EmrCluster added = clusters.add(cluster);
        planNext(added);
        return added;
    }

    private void planNext(EmrCluster cluster) {
        if (fates.get(cluster.id()) instanceof ServiceFaults.Stuck
                && cluster.state().isStarting()) {
            return;
        }
        switch (cluster.state()) {
            case STARTING -> later(cluster, times.starting(), this::started);
            case BOOTSTRAPPING ->
                later(
                        cluster,
                        times.bootstrapping(),
                        found -> change(found.in(
                                ClusterState.WAITING,
                                "",
                                "Cluster ready to run steps.",
                                loop.clock().instant())));
            case WAITING -> {
                if (cluster.idleTimeoutSeconds() > 0) {
                    later(
                            cluster,
                            Duration.ofSeconds(cluster.idleTimeoutSeconds()),
                            found -> terminate(
                                    found.id(), "ALL_STEPS_COMPLETED", "Terminated after its idle timeout", false));
                }
            }
            case TERMINATING -> later(cluster, times.terminating(), this::ended);
            default -> {}
        }
    }

    private void started(EmrCluster cluster) {
        if (fates.remove(cluster.id()) instanceof ServiceFaults.FailStarting fate) {
            change(cluster.in(
                    ClusterState.TERMINATED_WITH_ERRORS,
                    fate.code(),
                    fate.message(),
                    loop.clock().instant()));
        } else {
            change(cluster.in(
                    ClusterState.BOOTSTRAPPING,
                    "",
                    "Running bootstrap actions",
                    loop.clock().instant()));
        }
    }

    private void ended(EmrCluster cluster) {
        if (stillWorks.test(cluster)) {
            at(loop.clock().instant().plus(times.terminating()), cluster, this::ended);
            return;
        }
        boolean withErrors =
                !cluster.code().equals("USER_REQUEST") && !cluster.code().equals("ALL_STEPS_COMPLETED");
        change(cluster.in(
                withErrors ? ClusterState.TERMINATED_WITH_ERRORS : ClusterState.TERMINATED,
                cluster.code(),
                cluster.message(),
                loop.clock().instant()));
    }

    /** Does something when a cluster has been in its state for so long, if it still is. */
    private void later(EmrCluster cluster, Duration after, Consumer<EmrCluster> action) {
        at(cluster.since().plus(after), cluster, action);
    }

    private void at(Instant due, EmrCluster cluster, Consumer<EmrCluster> action) {
        EventLoop.Timer unused = loop.schedule(due, () -> {
            synchronized (lock) {
                if (!closed && cluster.equals(clusters.get(cluster.id()))) {
                    action.accept(cluster);
                }
            }
        });
    }

    /** Says whether a cluster has steps to run. */
    void busy(String id, boolean busy) {
        synchronized (lock) {
            EmrCluster cluster = clusters.get(id);
            ClusterState now = busy ? ClusterState.RUNNING : ClusterState.WAITING;
            if (cluster.state().isReady() && cluster.state() != now) {
                change(cluster.in(
                        now,
                        "",
                        busy ? "Running step" : "Cluster ready after last step completed.",
                        loop.clock().instant()));
            }
        }
    }

    /**
     * Begins the end of a cluster; does nothing about one that ends or has ended.
     *
     * @param force whether it ends though it is protected
     */
    void terminate(String id, String code, String message, boolean force) {
        synchronized (lock) {
            EmrCluster cluster = clusters.get(id);
            if (!cluster.state().isOver() && (force || !cluster.isTerminationProtected())) {
                change(cluster.in(
                        ClusterState.TERMINATING, code, message, loop.clock().instant()));
            }
        }
    }

    private void change(EmrCluster now) {
        clusters.put(now);
        planNext(now);
        onChange.accept(now);
        if (!now.state().isStarting()) {
            ready.come(now.id(), now);
        }
        if (now.state().stage().isEnded()) {
            ended.come(now.id(), now);
        }
    }

    /** @return completes when it is no longer starting, whatever it is then */
    CompletableFuture<EmrCluster> ready(String id) {
        synchronized (lock) {
            EmrCluster cluster = clusters.get(id);
            return ready.of(id, cluster, !cluster.state().isStarting());
        }
    }

    /** @return completes when it has ended */
    CompletableFuture<EmrCluster> ended(String id) {
        synchronized (lock) {
            EmrCluster cluster = clusters.get(id);
            return ended.of(id, cluster, cluster.state().stage().isEnded());
        }
    }

    Optional<EmrCluster> find(String id) {
        synchronized (lock) {
            return clusters.find(id);
        }
    }

    List<EmrCluster> all() {
        synchronized (lock) {
            return clusters.all();
        }
    }

    void close() {
        synchronized (lock) {
            closed = true;
        }
    }
}
