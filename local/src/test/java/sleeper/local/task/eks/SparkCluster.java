package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.KubernetesNames;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.local.task.eks.api.Accounts;
import sleeper.local.task.eks.api.ApiRequest;
import sleeper.local.task.eks.kubelet.ChildContainers;
import sleeper.local.task.eks.kubelet.NodePace;
import sleeper.local.task.eks.kubelet.NodeSize;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.spark.BuiltSparkParts;
import sleeper.local.task.spark.SparkParts;
import sleeper.local.task.spark.SparkVersion;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.time.RealEventLoop;

/** A cluster in real time that runs the real Spark job. */
final class SparkCluster implements AutoCloseable {
    static final String IMAGE = "sleeper-spark:3.5.6";
    private static final long LOOK_MILLIS = 20;
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final SparkParts PARTS =
            new BuiltSparkParts(Path.of(System.getProperty("project.root")), "mvn", line -> {});

    private final Path folder;
    private final EksJobHome home;
    private final String jar;
    private RealEventLoop loop;
    private ChildJvm children;
    private EksCluster cluster;

    SparkCluster(Path folder, EksJobHome home) throws IOException {
        this.folder = folder;
        this.home = home;
        this.jar = PARTS.of(SparkVersion.SPARK_3).jar().getFileName().toString();
        open();
    }

    private void open() throws IOException {
        loop = new RealEventLoop(InstantSource.system());
        children = new ChildJvm(List.of(), Map.of("SLEEPER_HOME", home.folder().toString()));
        cluster = EksCluster.open(new EksSetup(
                "embedded",
                folder.resolve("kubernetes"),
                logs(),
                TestCertificate::get,
                "sleeper",
                "spark",
                new SparkImages(Map.of(IMAGE, SparkVersion.SPARK_3), PARTS, ForkJoinPool.commonPool()),
                new ChildContainers(children, loop),
                new NodeSize(2, 1, 1024),
                new Turns(1),
                1,
                new NodePace(Duration.ZERO, Duration.ofSeconds(1)),
                loop,
                UUID::randomUUID,
                () -> UUID.randomUUID().toString()));
    }

    /** Ends the services with all that they run, and starts them again. */
    void reopen() throws IOException {
        close();
        open();
    }

    EksCluster cluster() {
        return cluster;
    }

    RealEventLoop loop() {
        return loop;
    }

    Path logs() {
        return folder.resolve("logs");
    }

    /** @return the processes of containers that run */
    List<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("org.apache.spark"))
                .toList();
    }

    CompletableFuture<TaskOutcome> runJob(AttemptId attempt, int executors) {
        return runJob(attempt, executors, Map.of());
    }

    /** @param conf properties of Spark that win over those that every job has here */
    CompletableFuture<TaskOutcome> runJob(AttemptId attempt, int executors, Map<String, String> conf) {
        ObjectNode manifest = TestCluster.manifest(KubernetesNames.jobName(attempt), attempt, IMAGE);
        ArrayNode args = ((ObjectNode) manifest.at("/spec/template/spec/containers/0")).putArray("args");
        Stream.of(
                        "driver",
                        "--master",
                        "k8s://https://kubernetes.default.svc",
                        "--deploy-mode",
                        "client",
                        "--conf",
                        "spark.kubernetes.driver.pod.name=$(POD_NAME)",
                        "--conf",
                        "spark.driver.host=$(POD_IP)",
                        "--conf",
                        "spark.kubernetes.namespace=sleeper",
                        "--conf",
                        "spark.kubernetes.container.image=" + IMAGE,
                        "--conf",
                        "spark.kubernetes.authenticate.driver.serviceAccountName=spark",
                        "--conf",
                        "spark.kubernetes.executor.podNamePrefix=" + KubernetesNames.executorPrefix(attempt),
                        "--conf",
                        "spark.kubernetes.executor.label.sleeper-attempt=" + KubernetesNames.labelValue(attempt),
                        "--conf",
                        "spark.jars.ivy=/tmp/.ivy",
                        "--conf",
                        "spark.executor.instances=" + executors,
                        "--conf",
                        "spark.executor.memory=1g")
                .forEach(args::add);
        conf.forEach((key, value) -> args.add("--conf").add(key + "=" + value));
        Stream.of(
                        "--class",
                        "sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner",
                        "local:///opt/sleeper/" + jar,
                        attempt.jobId().value(),
                        Integer.toString(attempt.number()))
                .forEach(args::add);
        ObjectNode parameters = TestCluster.json("{}").put("Namespace", "sleeper");
        parameters.set("Job", manifest);
        return loop.call(() -> new EksRunJob(cluster)
                .start(TestCluster.request("Run job", parameters), TestCluster.NO_PROGRESS)
                .outcome()
                .toCompletableFuture());
    }

    private List<ObjectNode> pods(Predicate<JsonNode> wanted) {
        return cluster.store().list(ObjectKind.POD, "sleeper", wanted);
    }

    private static boolean isExecutor(JsonNode pod) {
        return Meta.labels(pod).containsKey("spark-exec-id");
    }

    ObjectNode driver() {
        return pods(pod -> !isExecutor(pod)).get(0);
    }

    /** Waits until there are so many executors of a kind. */
    List<ObjectNode> awaitExecutors(int count, Predicate<JsonNode> wanted) throws InterruptedException {
        awaitPods(pods ->
                pods.stream().filter(SparkCluster::isExecutor).filter(wanted).count() == count);
        return pods(wanted.and(SparkCluster::isExecutor));
    }

    void awaitPods(Predicate<List<ObjectNode>> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!wanted.test(pods(pod -> true))) {
            assertThat(System.nanoTime()).as(() -> pods(pod -> true) + output()).isLessThan(end);
            Thread.sleep(LOOK_MILLIS);
        }
    }

    void delete(String path) {
        var unused = cluster.api()
                .answer(new ApiRequest(Accounts.ADMINISTRATOR, "DELETE", path, Map.of(), "application/json", ""));
    }

    String logOf(JsonNode pod) {
        return cluster.kubelet().of(pod).orElseThrow();
    }

    /** @return what all containers have written, for a test that fails */
    String output() {
        if (!Files.exists(logs())) {
            return "";
        }
        try (Stream<Path> files = Files.list(logs())) {
            return files.map(SparkCluster::read).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path log) {
        try {
            return log.getFileName() + ":\n" + Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
        children.close();
        loop.close();
        Optional<String> left = children().stream().map(ProcessHandle::toString).findFirst();
        assertThat(left).isEmpty();
    }
}
