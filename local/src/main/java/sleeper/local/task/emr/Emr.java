package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.ChildProcess;
import sleeper.local.task.Held;
import sleeper.local.task.RecordFolder;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.spark.SparkRunner;
import sleeper.stepfunctions.time.EventLoop;

/**
 * EMR as it stands in for itself: clusters and steps, each with its record in a folder, so that the next process has them as they were.
 * What a step runs is lost with the process that ran it, and runs again in the next. Safe for use by many threads.
 */
public final class Emr implements AutoCloseable {
    private final Object lock = new Object();
    private final EmrClusters clusters;
    private final EmrSteps steps;
    private final EventLoop loop;
    private final ServiceFaults faults;

    /**
     * What it needs.
     *
     * @param loop   its time; in virtual time clusters take no time of the test's
     * @param spark  does the work of steps
     * @param ids    eight hexadecimal digits, other than any before
     * @param times  how long clusters take
     * @param faults what goes wrong, by actions of EMR's API
     */
    public record World(
            EventLoop loop, SparkRunner spark, Supplier<String> ids, EmrTimes times, ServiceFaults faults) {}

    private Emr(Path folder, World world) {
        this.loop = world.loop();
        this.faults = world.faults();
        this.clusters = new EmrClusters(lock, clusterRecords(folder), loop, world.times(), world.ids());
        this.steps = new EmrSteps(lock, stepRecords(folder), loop, world.spark(), world.ids(), clusters);
    }

    /** Opens it with what its folder has; makes the folder when something is to be kept. */
    public static Emr open(Path folder, World world) throws IOException {
        Emr opened = new Emr(folder, world);
        // Clusters may come to another state before their steps are there.
        synchronized (opened.lock) {
            opened.clusters.open();
            opened.steps.open();
        }
        return opened;
    }

    private static RecordFolder clusterRecords(Path folder) {
        return new RecordFolder(folder.resolve("clusters"));
    }

    private static RecordFolder stepRecords(Path folder) {
        return new RecordFolder(folder.resolve("steps"));
    }

    /**
     * Sees to it that the instance has its own cluster, which no attempt makes and none ends: it is protected.
     *
     * @param request of {@code RunJobFlow}; of a cluster that is there, it becomes the request
     * @return its id, which stays the same
     */
    public String permanentCluster(JsonNode request) throws IOException {
        EmrRequests.checkRunJobFlow(request);
        return clusters.permanent(request).id();
    }

    /** @return the id of the instance's own cluster, if it has one */
    public Optional<String> permanentCluster() {
        return clusters.permanent().map(EmrCluster::id);
    }

    /** Ends a cluster as somebody does from outside, or as its machines are lost. */
    public void terminate(String clusterId, String code, String message) {
        clusters.terminate(clusterId, code, message, true);
    }

    /** @return the driver of a step, by {@code <clusterId>/<stepId>}, while it runs */
    public Optional<ProcessHandle> driver(String stepPortId) {
        return steps.find(stepPortId).flatMap(EmrStep::process).flatMap(ChildProcess::find);
    }

    /** @return the port to clusters */
    public ResourceService clusterService() {
        return new ClusterService(clusters, faults, loop.clock());
    }

    /** @return the port to steps */
    public ResourceService stepService() {
        return new StepService(steps, faults, loop.clock());
    }

    EmrClusters clusters() {
        return clusters;
    }

    EmrSteps steps() {
        return steps;
    }

    ServiceFaults faults() {
        return faults;
    }

    /** @return what a folder's records hold, whichever process keeps them */
    public static List<Held> held(Path folder) throws IOException {
        Stream<Held> ofClusters =
                clusterRecords(folder).readAll(EmrCluster::fromJson).stream().map(EmrCluster::held);
        Stream<Held> ofSteps =
                stepRecords(folder).readAll(EmrStep::fromJson).stream().map(EmrStep::held);
        return Stream.concat(ofClusters, ofSteps).toList();
    }

    /** Leaves everything as it is for the next process: how drivers end from now on is not how steps end. */
    @Override
    public void close() {
        clusters.close();
        steps.close();
    }
}
