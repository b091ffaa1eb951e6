package sleeper.local.task.eks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.resource.KubernetesNames;
import sleeper.local.task.Turns;
import sleeper.local.task.eks.api.Accounts;
import sleeper.local.task.eks.api.ApiAnswer;
import sleeper.local.task.eks.api.ApiRequest;
import sleeper.local.task.eks.kubelet.ContainerProcesses;
import sleeper.local.task.eks.kubelet.Images;
import sleeper.local.task.eks.kubelet.NodePace;
import sleeper.local.task.eks.kubelet.NodeSize;
import sleeper.local.task.eks.kubelet.SparkImage;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.stepfunctions.time.VirtualEventLoop;

/** A cluster in virtual time, whose containers are scripted. */
final class TestCluster implements AutoCloseable {
    static final String NAMESPACE = "sleeper";
    static final String IMAGE = "spark:3";
    static final Duration PROVISIONING = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

    private final Path folder;
    private final int drivers;
    private final List<ScriptedProcess> processes = new ArrayList<>();
    private final ContainerProcesses containers;
    private VirtualEventLoop loop = new VirtualEventLoop(START);
    private EksCluster cluster;
    private Supplier<CompletableFuture<Void>> imageMade = () -> CompletableFuture.completedFuture(null);

    /** @param drivers that there is room for */
    TestCluster(Path folder, int drivers) throws IOException {
        this.folder = folder;
        this.drivers = drivers;
        this.containers = (command, place, log) -> {
            ScriptedProcess process = new ScriptedProcess(command);
            processes.add(process);
            return process;
        };
        open();
    }

    /** @param containers the processes, which are not scripted */
    TestCluster(Path folder, ContainerProcesses containers) throws IOException {
        this.folder = folder;
        this.drivers = 1;
        this.containers = containers;
        open();
    }

    TestCluster(Path folder) throws IOException {
        this(folder, 2);
    }

    private void open() throws IOException {
        cluster = EksCluster.open(setup(folder, drivers, loop, containers, () -> imageMade.get()));
        loop.runUntilIdle();
    }

    /** @return a cluster in virtual time that nobody drives */
    static EksSetup setup(Path folder) {
        return setup(
                folder,
                1,
                new VirtualEventLoop(START),
                (command, place, log) -> new ScriptedProcess(command),
                () -> CompletableFuture.completedFuture(null));
    }

    private static EksSetup setup(
            Path folder,
            int drivers,
            VirtualEventLoop loop,
            ContainerProcesses containers,
            Supplier<CompletableFuture<Void>> imageMade) {
        return new EksSetup(
                "embedded",
                folder.resolve("kubernetes"),
                folder.resolve("logs"),
                TestCertificate::get,
                NAMESPACE,
                "spark",
                new TestImages(imageMade),
                containers,
                new NodeSize(2, 1, 1024),
                new Turns(drivers),
                1,
                new NodePace(PROVISIONING, Duration.ofSeconds(10)),
                loop,
                UUID::randomUUID,
                () -> UUID.randomUUID().toString());
    }

    /** Has the image not be there before something is done. */
    void imageIsMadeWith(Supplier<CompletableFuture<Void>> made) {
        imageMade = made;
    }

    /** One image, and whether it is still to be made. */
    private record TestImages(Supplier<CompletableFuture<Void>> made) implements Images {
        @Override
        public CompletableFuture<SparkImage> pull(String reference) {
            return reference.equals(IMAGE)
                    ? CompletableFuture.completedFuture(new SparkImage(
                            "spark/*", Pattern.compile("/opt/sleeper/job.jar"), Path.of("/built/job.jar")))
                    : CompletableFuture.failedFuture(new IOException("no image " + reference));
        }

        @Override
        public CompletableFuture<Void> make(String reference) {
            return made.get();
        }
    }

    /** Opens what the cluster has kept once more, as another process of the services does; what ran before is lost. */
    void reopen() throws IOException {
        Instant now = loop.clock().instant();
        cluster.close();
        loop.close();
        loop = new VirtualEventLoop(now);
        open();
    }

    /** @return where its objects and pods are kept */
    Path records() {
        return folder.resolve("kubernetes");
    }

    EksCluster cluster() {
        return cluster;
    }

    VirtualEventLoop loop() {
        return loop;
    }

    /** Lets so much time go by. */
    void after(Duration time) {
        loop.advanceTo(loop.clock().instant().plus(time));
    }

    /** Lets go by what it takes to start a pod. */
    void started() {
        after(PROVISIONING);
    }

    List<ScriptedProcess> drivers() {
        return processes.stream().filter(process -> !process.isExecutor()).toList();
    }

    List<ScriptedProcess> executors() {
        return processes.stream().filter(ScriptedProcess::isExecutor).toList();
    }

    static AttemptId attempt(String job, int number) {
        return new AttemptId(new JobId(job), number);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** @return the manifest of an attempt's Job, of the shape that the state machine sends */
    static ObjectNode manifest(String name, AttemptId attempt, String image) {
        return json(
                """
                {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"%s","labels":{"sleeper-attempt":"%s"}},
                 "spec":{"backoffLimit":0,"activeDeadlineSeconds":3600,"ttlSecondsAfterFinished":86400,
                  "template":{"metadata":{"labels":{"sleeper-attempt":"%s"}},"spec":{"restartPolicy":"Never","serviceAccountName":"spark",
                   "containers":[{"name":"driver","image":"%s",
                    "args":["driver","--master","k8s://https://kubernetes.default.svc","--conf","spark.driver.host=$(POD_IP)",
                            "--conf","spark.kubernetes.driver.pod.name=$(POD_NAME)","--class","Main","local:///opt/sleeper/job.jar","load","1"],
                    "env":[{"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},
                           {"name":"POD_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},
                           {"name":"SPARK_DRIVER_BIND_ADDRESS","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}],
                    "resources":{"requests":{"cpu":"1","memory":"7936Mi"},"limits":{"cpu":"1","memory":"7936Mi"}}}]}}}}
                """.formatted(name, KubernetesNames.labelValue(attempt), KubernetesNames.labelValue(attempt), image));
    }

    /** Creates the Job of an attempt, as an administrator. */
    JsonNode createJob(String name, AttemptId attempt) {
        return created(
                call("POST", "/apis/batch/v1/namespaces/sleeper/jobs", Map.of(), manifest(name, attempt, IMAGE)));
    }

    JsonNode createJob(String name) {
        return createJob(name, attempt(name, 1));
    }

    /** Creates an executor as Spark does: it belongs to the driver's pod. */
    JsonNode createExecutor(JsonNode driver, int number) {
        return created(call("POST", "/api/v1/namespaces/sleeper/pods", Map.of(), executor(driver, number)));
    }

    /** @return the manifest of an executor's pod */
    static ObjectNode executor(JsonNode driver, int number) {
        ObjectNode pod = json("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"load-exec-%d","labels":{"spark-role":"executor","spark-exec-id":"%d","sleeper-attempt":"load-a1"}},
                 "spec":{"restartPolicy":"Never","serviceAccountName":"spark","containers":[{"name":"spark-kubernetes-executor",
                  "image":"%s","args":["executor"],"env":[
                   {"name":"SPARK_DRIVER_URL","value":"spark://driver"},{"name":"SPARK_EXECUTOR_CORES","value":"4"},
                   {"name":"SPARK_EXECUTOR_MEMORY","value":"14661m"},{"name":"SPARK_APPLICATION_ID","value":"app"},
                   {"name":"SPARK_EXECUTOR_ID","value":"%d"},{"name":"SPARK_RESOURCE_PROFILE_ID","value":"0"},
                   {"name":"SPARK_EXECUTOR_POD_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},
                   {"name":"SPARK_EXECUTOR_POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}]}}
                """.formatted(number, number, IMAGE, number));
        pod.withObjectProperty("metadata")
                .withArrayProperty("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", driver.at("/metadata/name").asText())
                .put("uid", driver.at("/metadata/uid").asText());
        return pod;
    }

    private static JsonNode created(ApiAnswer.Body answer) {
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.json().toString());
        }
        return answer.json();
    }

    /** Calls the API server as an administrator, and lets follow what follows at once. */
    ApiAnswer.Body call(String method, String path, Map<String, List<String>> query, ObjectNode body) {
        ApiAnswer answer = cluster.api()
                .answer(new ApiRequest(
                        Accounts.ADMINISTRATOR,
                        method,
                        path,
                        query,
                        "application/json",
                        body.isEmpty() ? "" : body.toString()));
        loop.runUntilIdle();
        return (ApiAnswer.Body) answer;
    }

    ApiAnswer.Body call(String method, String path) {
        return call(method, path, Map.of(), json("{}"));
    }

    /** @return the pods that there are, in the order of their names */
    List<ObjectNode> pods() {
        return cluster.store().list(ObjectKind.POD, NAMESPACE, pod -> true);
    }

    /** @return the one pod that there is */
    ObjectNode pod() {
        List<ObjectNode> pods = pods();
        if (pods.size() != 1) {
            throw new AssertionError(pods.toString());
        }
        return pods.get(0);
    }

    ObjectNode job(String name) {
        return cluster.store().get(new ObjectKey(ObjectKind.JOB, NAMESPACE, name));
    }

    /** @return type and reason of a Job's conditions */
    List<String> conditions(String job) {
        List<String> conditions = new ArrayList<>();
        job(job).at("/status/conditions")
                .forEach(condition -> conditions.add(condition.path("type").asText() + " "
                        + condition.path("reason").asText()));
        return conditions;
    }

    /** @return a Task with these parameters besides those that lead to the cluster */
    static TaskRequest request(String state, ObjectNode parameters) {
        parameters
                .put("ClusterName", "embedded")
                .put("CertificateAuthority", "none")
                .put("Endpoint", "http://none");
        return new TaskRequest(
                "arn:execution",
                state,
                "arn:resource",
                parameters,
                0,
                "token",
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** Runs a Job by Step Functions. @return its outcome, when it is there */
    CompletableFuture<TaskOutcome> runJob(ObjectNode manifest) {
        ObjectNode parameters = json("{}").put("Namespace", NAMESPACE);
        parameters.set("Job", manifest);
        CompletableFuture<TaskOutcome> outcome = new EksRunJob(cluster)
                .start(request("Run job", parameters), NO_PROGRESS)
                .outcome()
                .toCompletableFuture();
        loop.runUntilIdle();
        return outcome;
    }

    static final TaskProgress NO_PROGRESS = new TaskProgress() {
        @Override
        public void submitted(JsonNode output) {}

        @Override
        public void waits() {}

        @Override
        public void begins() {}

        @Override
        public void heartbeat() {}
    };

    @Override
    public void close() {
        cluster.close();
        loop.close();
    }
}
