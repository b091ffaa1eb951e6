package sleeper.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.KubernetesNames;
import sleeper.deployed.eks.EksPlace;
import sleeper.local.task.Turns;
import sleeper.local.task.eks.EksCluster;
import sleeper.local.task.eks.EksSetup;
import sleeper.local.task.eks.api.ApiCertificate;
import sleeper.local.task.eks.kubelet.NodePace;
import sleeper.local.task.eks.kubelet.NodeSize;
import sleeper.local.task.eks.kubelet.SparkImage;
import sleeper.stepfunctions.time.VirtualEventLoop;
import sleeper.testkit.process.PlayedProcess;

/**
 * The embedded run's Kubernetes cluster in virtual time, behind {@link EksGate}. What comes through the gate is a service account's that
 * has the rights it is granted.
 */
final class EksDouble implements FaultyService {
    private static final String NAMESPACE = "sleeper-one-bulk-import";
    private static final String ACCOUNT = "functions";
    private static final String IMAGE = "spark:3";
    private static final String JOBS = "/apis/batch/v1/namespaces/" + NAMESPACE + "/jobs";
    private static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";
    private static final String RIGHTS = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + NAMESPACE;
    private static final Duration PROVISIONING = Duration.ofSeconds(40);

    private final VirtualEventLoop loop = new VirtualEventLoop(Instant.parse("2026-11-29T10:00:00Z"));
    private final ApiCertificate certificate;
    private final EksCluster cluster;
    private final EksGate gate;
    private boolean deaf;

    /**
     * @param folder has the cluster's objects
     * @param shared has the certificate, which takes half a second to make
     */
    EksDouble(Path folder, Path shared) throws IOException {
        certificate = ApiCertificate.of(shared);
        cluster = EksCluster.open(new EksSetup(
                "sleeper-one",
                folder.resolve("kubernetes"),
                folder.resolve("logs"),
                () -> certificate,
                NAMESPACE,
                "sleeper-spark",
                reference -> CompletableFuture.completedFuture(
                        new SparkImage("spark/*", Pattern.compile("/opt/job.jar"), Path.of("/built/job.jar"))),
                (command, place, log) -> container(),
                new NodeSize(2, 1, 1024),
                new Turns(9),
                1,
                new NodePace(PROVISIONING, Duration.ofSeconds(10)),
                loop,
                UUID::randomUUID,
                () -> UUID.randomUUID().toString()));
        loop.runUntilIdle();
        gate = new EksGate(
                cluster.address(),
                certificate.context(),
                cluster.administratorToken(),
                cluster.serviceAccountToken(ACCOUNT));
    }

    private Process container() {
        PlayedProcess process = new PlayedProcess();
        if (deaf) {
            process.deafen();
        }
        return process;
    }

    EksGate gate() {
        return gate;
    }

    /** @return where the gate is */
    EksPlace place() throws IOException {
        return new EksPlace(
                "sleeper-one",
                gate.address(),
                Base64.getEncoder().encodeToString(Files.readAllBytes(certificate.pem())),
                NAMESPACE);
    }

    /** @param verbs by resource, with its group behind a point */
    void grant(Map<String, List<String>> verbs) throws IOException {
        ObjectNode role = object("rbac.authorization.k8s.io/v1", "Role", "functions");
        ArrayNode rules = role.putArray("rules");
        verbs.forEach((resource, allowed) -> {
            String[] parts = resource.split("\\.", 2);
            ObjectNode rule = rules.addObject();
            rule.putArray("apiGroups").add(parts.length == 1 ? "" : parts[1]);
            rule.putArray("resources").add(parts[0]);
            allowed.forEach(rule.putArray("verbs")::add);
        });
        gate.asAdministrator("POST", RIGHTS + "/roles", role);
        ObjectNode binding = object("rbac.authorization.k8s.io/v1", "RoleBinding", "functions");
        binding.putArray("subjects").addObject().put("kind", "ServiceAccount").put("name", ACCOUNT);
        binding.putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "Role")
                .put("name", "functions");
        gate.asAdministrator("POST", RIGHTS + "/rolebindings", binding);
    }

    private static ObjectNode object(String version, String kind, String name) {
        ObjectNode object =
                ServiceDouble.JSON.createObjectNode().put("apiVersion", version).put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }

    /** Has a Job of an attempt be there, whose driver runs. */
    void createJob(String name, AttemptId attempt) throws IOException {
        String label = KubernetesNames.labelValue(attempt);
        ObjectNode job = object("batch/v1", "Job", name);
        label(job, label);
        ObjectNode spec = job.putObject("spec").put("backoffLimit", 0);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata");
        label(template, label);
        ObjectNode container = container(template.putObject("spec"), "driver");
        container.putArray("args").add("driver").add("--class").add("Main").add("local:///opt/job.jar");
        variable(container, "SPARK_DRIVER_BIND_ADDRESS", "127.0.0.1");
        gate.asAdministrator("POST", JOBS, job);
        after(PROVISIONING);
    }

    private static void label(ObjectNode object, String label) {
        object.withObjectProperty("metadata").putObject("labels").put(KubernetesNames.ATTEMPT_LABEL, label);
    }

    private static ObjectNode container(ObjectNode spec, String name) {
        spec.put("restartPolicy", "Never").put("serviceAccountName", "sleeper-spark");
        return spec.putArray("containers").addObject().put("name", name).put("image", IMAGE);
    }

    private static void variable(ObjectNode container, String name, String value) {
        container.withArrayProperty("env").addObject().put("name", name).put("value", value);
    }

    /** Has the driver of a Job own an executor, which does not listen when it is asked to end, as Spark makes it. */
    void createDeafExecutor(String job, AttemptId attempt) throws IOException {
        JsonNode driver = podsOf(job).get(0);
        ObjectNode pod = object("v1", "Pod", job + "-exec-1");
        label(pod, KubernetesNames.labelValue(attempt));
        pod.withObjectProperty("metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", driver.at("/metadata/name").asText())
                .put("uid", driver.at("/metadata/uid").asText());
        ObjectNode container = container(pod.putObject("spec"), "spark-kubernetes-executor");
        container.putArray("args").add("executor");
        Map.of(
                        "SPARK_DRIVER_URL", "spark://driver",
                        "SPARK_EXECUTOR_CORES", "1",
                        "SPARK_EXECUTOR_MEMORY", "1g",
                        "SPARK_APPLICATION_ID", "app",
                        "SPARK_EXECUTOR_ID", "1",
                        "SPARK_RESOURCE_PROFILE_ID", "0",
                        "SPARK_EXECUTOR_POD_IP", "127.0.0.1",
                        "SPARK_EXECUTOR_POD_NAME", "e")
                .forEach((name, value) -> variable(container, name, value));
        deaf = true;
        gate.asAdministrator("POST", PODS, pod);
        after(PROVISIONING);
        deaf = false;
    }

    /** Deletes a Job as those do who say nothing of its pods. */
    void orphan(String job) throws IOException {
        gate.asAdministrator(
                "DELETE",
                JOBS + "/" + job,
                ServiceDouble.JSON.createObjectNode().put("propagationPolicy", "Orphan"));
        loop.runUntilIdle();
    }

    /** Has the driver of a Job end by itself. */
    void kill(String job) throws IOException {
        cluster.kubelet()
                .kill(NAMESPACE, podsOf(job).get(0).at("/metadata/name").asText());
        loop.runUntilIdle();
    }

    private List<JsonNode> podsOf(String job) throws IOException {
        JsonNode list = gate.asAdministrator("GET", PODS + "?labelSelector=job-name%3D" + job, null);
        return list.path("items").valueStream().toList();
    }

    /** @return names of the pods that there are */
    List<String> pods() throws IOException {
        return gate.asAdministrator("GET", PODS, null)
                .path("items")
                .valueStream()
                .map(pod -> pod.at("/metadata/name").asText())
                .toList();
    }

    /** @return verb and resource of each call that came through the gate, such as {@code list jobs.batch} */
    List<String> calls() {
        return cluster.calls().counts().keySet().stream()
                .filter(call -> call.user().endsWith(":" + ACCOUNT))
                .map(call -> call.verb() + " " + call.resource() + (call.group().isEmpty() ? "" : "." + call.group()))
                .sorted()
                .toList();
    }

    private void after(Duration time) {
        loop.runUntilIdle();
        loop.advanceTo(loop.clock().instant().plus(time));
    }

    @Override
    public void refuse(String code) {
        gate.answer(429);
    }

    @Override
    public void letTimePass() {
        after(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        gate.close();
        cluster.close();
        loop.close();
    }
}
