package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.core.resource.ResourceService;
import sleeper.core.settings.EmrServerlessSettings;
import sleeper.core.settings.Settings;
import sleeper.local.run.EmbeddedMachines;
import sleeper.local.task.AwsNames;
import sleeper.local.task.Held;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.Turns;
import sleeper.local.task.eks.EksFaults;
import sleeper.local.task.eks.EksSetup;
import sleeper.local.task.eks.EksStandIn;
import sleeper.local.task.eks.HeldJobs;
import sleeper.local.task.eks.api.ApiCertificate;
import sleeper.local.task.eks.kubelet.NodePace;
import sleeper.local.task.eks.kubelet.NodeSize;
import sleeper.local.task.eks.kubelet.SparkImage;
import sleeper.local.task.emr.Emr;
import sleeper.local.task.emr.EmrTasks;
import sleeper.local.task.emr.EmrTimes;
import sleeper.local.task.emr.PermanentCluster;
import sleeper.local.task.serverless.Application;
import sleeper.local.task.serverless.Capacity;
import sleeper.local.task.serverless.RunTimes;
import sleeper.local.task.serverless.Serverless;
import sleeper.local.task.serverless.ServerlessTasks;
import sleeper.statemachine.StateMachineFile;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.time.EventLoop;
import sleeper.verification.spark.PlayedContainers;
import sleeper.verification.spark.PlayedSpark;

/**
 * The stand-ins of the services that Spark runs on, as the embedded run has them, in virtual time. Only Spark is played: a driver's work is
 * that of the ingest task, within this process. Spark itself runs in the tests of package {@code spark}.
 */
final class VirtualPlatforms implements AutoCloseable {
    /** All together less than an execution has that is to have little time. */
    private static final Duration DRIVER_TAKES = Duration.ofSeconds(10);

    private static final EmrTimes CLUSTERS =
            new EmrTimes(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final RunTimes RUNS =
            new RunTimes(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(3));
    private static final String KEY = "api.p12";

    private static Optional<byte[]> key = Optional.empty();

    private final Path home;
    private final PlayedSpark spark;
    private final PlayedContainers containers;
    private final ServiceFaults emrFaults = new ServiceFaults();
    private final ServiceFaults serverlessFaults = new ServiceFaults();
    private final Emr emr;
    private final Serverless serverless;
    private final EksStandIn eks;
    private final String permanentCluster;
    private final Map<String, TaskIntegration> integrations = new HashMap<>();
    private volatile boolean driversHang;

    /**
     * Opens them with what an earlier process has left.
     *
     * @param life how many processes had them open before
     * @param work of a driver
     */
    VirtualPlatforms(Path home, Settings settings, EventLoop loop, Executor threads, int life, PlayedSpark.Work work)
            throws IOException {
        this.home = home;
        PlayedSpark.Work played = attempt -> driversHang ? Optional.empty() : work.run(attempt);
        this.spark = new PlayedSpark(loop, threads, DRIVER_TAKES, played);
        this.containers = new PlayedContainers(loop, threads, DRIVER_TAKES, played);
        AtomicInteger ids = new AtomicInteger(life << 16);
        this.emr = Emr.open(
                emrFolder(),
                new Emr.World(loop, spark, () -> "%08x".formatted(ids.incrementAndGet()), CLUSTERS, emrFaults));
        this.permanentCluster = emr.permanentCluster(PermanentCluster.request(settings));
        JsonNode named = Case.parse(EmbeddedMachines.definition(StateMachineFile.INGEST_JOB, settings));
        this.serverless = Serverless.open(
                serverlessFolder(),
                application(named, settings),
                new Serverless.World(
                        loop, spark, () -> "%08x".formatted(ids.incrementAndGet()), RUNS, serverlessFaults));
        this.eks = EksStandIn.open(kubernetes(named, loop));
        integrations.putAll(new EmrTasks(emr).integrations());
        integrations.putAll(new ServerlessTasks(serverless).integrations());
        integrations.putAll(eks.integrations(threads));
    }

    private Path emrFolder() {
        return home.resolve("emr");
    }

    private Path serverlessFolder() {
        return home.resolve("emr-serverless");
    }

    private Path kubernetesFolder() {
        return home.resolve("kubernetes");
    }

    private static String text(JsonNode named, String field) {
        return named.findValue(field).textValue();
    }

    private static Application application(JsonNode named, Settings settings) {
        return new Application(
                text(named, "ApplicationId"),
                settings.get(EmrServerlessSettings.RELEASE_LABEL),
                new Capacity(
                        settings.get(EmrServerlessSettings.MAX_VCPUS),
                        (long) settings.get(EmrServerlessSettings.MAX_MEMORY_GIB) << 10));
    }

    /** @param named names the cluster, and what a Job is made of there */
    private EksSetup kubernetes(JsonNode named, EventLoop loop) {
        SparkImage image =
                new SparkImage("spark/*", Pattern.compile("/opt/sleeper/[^/]*\\.jar"), home.resolve("job.jar"));
        return new EksSetup(
                text(named, "ClusterName"),
                kubernetesFolder(),
                home.resolve("logs"),
                () -> certificate(kubernetesFolder()),
                text(named, "Namespace"),
                text(named, "serviceAccountName"),
                reference -> reference.equals(text(named, "image"))
                        ? CompletableFuture.completedFuture(image)
                        : CompletableFuture.failedFuture(new IOException("no image " + reference)),
                containers,
                new NodeSize(2, 1, 1_024),
                new Turns(2),
                1,
                NodePace.QUICK,
                loop,
                UUID::randomUUID,
                () -> UUID.randomUUID().toString());
    }

    /** To make a key takes half a second, so all have the first one's. */
    private static synchronized ApiCertificate certificate(Path folder) throws IOException {
        Path file = folder.resolve(KEY);
        if (key.isPresent() && Files.notExists(file)) {
            Files.write(Files.createDirectories(folder).resolve(KEY), key.get());
        }
        ApiCertificate certificate = ApiCertificate.of(folder);
        key = Optional.of(Files.readAllBytes(file));
        return certificate;
    }

    Map<String, TaskIntegration> integrations() {
        return integrations;
    }

    List<ResourceService> services() {
        return List.of(emr.clusterService(), emr.stepService(), serverless, eks.jobs());
    }

    /** @return what the state machines' names stand for that only the stand-ins know */
    Map<String, String> values() {
        return Map.of("PersistentEmrClusterId", permanentCluster);
    }

    /**
     * @param resource of a Task
     * @return what makes things go wrong in the service that it calls; empty if that is none of these
     */
    Optional<FaultSwitch> faultsOf(String resource) {
        return FaultSwitch.ACTIONS.entrySet().stream()
                .filter(action -> AwsNames.integration(action.getKey()).equals(resource))
                .findFirst()
                .map(action -> new FaultSwitch(faultsOfAction(action.getKey()), action.getValue()));
    }

    private ServiceFaults faultsOfAction(String action) {
        return action.startsWith("eks:")
                ? eks.cluster().faults().services()
                : action.startsWith("emr-serverless:") ? serverlessFaults : emrFaults;
    }

    /** Has drivers that begin from now on do nothing and not end, or end as drivers do. */
    void driversHang(boolean hang) {
        driversHang = hang;
    }

    /** @return ids of what attempts made and the stand-ins still know */
    List<String> made() throws IOException {
        return held().map(held -> held.resource().id()).toList();
    }

    private Stream<Held> held() throws IOException {
        return Stream.of(Emr.held(emrFolder()), Serverless.held(serverlessFolder()), HeldJobs.in(kubernetesFolder()))
                .flatMap(List::stream)
                .filter(held -> !held.permanent());
    }

    /** @return ids of what has not ended */
    List<String> open() throws IOException {
        return held().filter(held -> !held.resource().ended())
                .map(held -> held.resource().id())
                .toList();
    }

    /** @return in words, what has not ended, on any of the stand-ins */
    List<String> running() throws IOException {
        List<String> running = new ArrayList<>();
        held().filter(held -> !held.resource().ended())
                .map(held -> held.kind().word() + " " + held.resource().id() + " is "
                        + held.resource().state())
                .forEach(running::add);
        int drivers = spark.running() + containers.running();
        if (drivers > 0) {
            running.add(drivers + " drivers run");
        }
        return running;
    }

    /** @return in words, what has not ended or was not taken away, and the permanent cluster, unless it waits for steps */
    List<String> left() throws IOException {
        List<String> left = running();
        Path pods = kubernetesFolder().resolve("pods");
        if (Files.exists(pods)) {
            try (Stream<Path> files = Files.list(pods)) {
                files.map(file -> "the folder of pod " + file.getFileName()).forEach(left::add);
            }
        }
        String permanent = emr.clusterService()
                .describe(permanentCluster)
                .map(cluster -> cluster.state())
                .orElse("gone");
        if (!permanent.equals("WAITING")) {
            left.add("the permanent cluster is " + permanent);
        }
        return left;
    }

    /** From now on nothing goes wrong. */
    void mend() {
        emrFaults.mend();
        serverlessFaults.mend();
        eks.opened().ifPresent(cluster -> cluster.faults().services().mend());
        driversHang = false;
    }

    @Override
    public void close() {
        emr.close();
        serverless.close();
        eks.close();
    }

    /**
     * Makes things go wrong in a service.
     *
     * @param faults of the service
     * @param action of it
     */
    record FaultSwitch(ServiceFaults faults, String action) {
        /** What the service calls the actions that the state machines ask for. */
        private static final Map<String, String> ACTIONS = Map.of(
                EmrTasks.CREATE_CLUSTER, "RunJobFlow",
                EmrTasks.ADD_STEP, "AddJobFlowSteps",
                EmrTasks.TERMINATE_CLUSTER, "TerminateJobFlows",
                ServerlessTasks.START_JOB_RUN, "StartJobRun",
                EksStandIn.RUN_JOB, EksFaults.CREATE_JOB,
                EksStandIn.CALL, EksFaults.CALL);

        /** Has something befall the next call. */
        void next(ServiceFaults.Fault fault) {
            ServiceFaults unused = faults.next(action, fault);
        }
    }
}
