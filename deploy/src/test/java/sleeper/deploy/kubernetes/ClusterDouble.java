package sleeper.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import sleeper.core.deployment.InstanceNames;
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
 * The EKS cluster of the instance {@code prod} as a stack makes it: with nothing of the instance in it. It is the embedded run's cluster in
 * virtual time, behind {@link ClusterGate}.
 */
public final class ClusterDouble implements AutoCloseable {
    /** What a cluster has from the start; the embedded run's drivers have their role in it. */
    static final String SYSTEM = "kube-system";

    static final InstanceNames NAMES = new InstanceNames("prod");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PROVISIONING = Duration.ofSeconds(40);

    private final VirtualEventLoop loop = new VirtualEventLoop(Instant.parse("2026-11-29T10:00:00Z"));
    private final ApiCertificate certificate;
    private final EksCluster cluster;
    private final ClusterGate gate;

    /**
     * @param folder has the cluster's objects
     * @param shared has the certificate, which takes half a second to make
     */
    public ClusterDouble(Path folder, Path shared) throws IOException {
        certificate = ApiCertificate.of(shared);
        cluster = EksCluster.open(new EksSetup(
                NAMES.eksCluster(),
                folder.resolve("kubernetes"),
                folder.resolve("logs"),
                () -> certificate,
                SYSTEM,
                "spark",
                reference -> CompletableFuture.completedFuture(
                        new SparkImage("spark/*", Pattern.compile("/opt/job.jar"), Path.of("/built/job.jar"))),
                (command, place, log) -> new PlayedProcess(),
                new NodeSize(2, 1, 1024),
                new Turns(9),
                1,
                new NodePace(PROVISIONING, Duration.ofSeconds(10)),
                loop,
                UUID::randomUUID,
                () -> UUID.randomUUID().toString()));
        loop.runUntilIdle();
        gate = new ClusterGate(cluster.address(), certificate.context(), cluster.administratorToken());
    }

    public ClusterGate gate() {
        return gate;
    }

    /** Has whoever comes from now on be of a group, and nothing else. */
    void letIn(String group) {
        gate.letIn(cluster.memberToken(group));
    }

    /** @return where the gate is */
    EksPlace place() throws IOException {
        return new EksPlace(NAMES.eksCluster(), gate.address(), authority(), NAMES.eksNamespace());
    }

    private String authority() throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(certificate.pem()));
    }

    /** @return the answer of EKS that describes the cluster */
    public String described(String status) throws IOException {
        return "{\"cluster\":{\"name\":\"" + NAMES.eksCluster() + "\",\"status\":\"" + status + "\",\"endpoint\":\""
                + gate.address() + "\",\"certificateAuthority\":{\"data\":\"" + authority() + "\"}}}";
    }

    /** @return the object at a path, as the administrator sees it; one of kind {@code Status} where there is none */
    public JsonNode get(String path) throws IOException {
        return ask("GET", path, "");
    }

    /** @return names of the objects of a kind */
    public List<String> names(String path) throws IOException {
        return get(path)
                .path("items")
                .valueStream()
                .map(object -> object.at("/metadata/name").asText())
                .toList();
    }

    /** Asks as the administrator, past the gate, and lets happen what follows. */
    JsonNode ask(String method, String path, String body) throws IOException {
        JsonNode answer = JSON.readTree(gate.asAdministrator(method, path, body).body());
        settle();
        return answer;
    }

    /** Makes the namespace of the instance. */
    public void makeNamespace() throws IOException {
        ask("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + NAMES.eksNamespace() + "\"}}");
    }

    /** Has a Job run in the instance's namespace. */
    public void startJob(String name) throws IOException {
        JsonNode job = ask("POST", "/apis/batch/v1/namespaces/" + NAMES.eksNamespace() + "/jobs", job(name));
        if (job.path("kind").asText().equals("Status")) {
            throw new IllegalStateException(job.toString());
        }
        loop.advanceTo(loop.clock().instant().plus(PROVISIONING));
    }

    static String job(String name) {
        return """
                {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"%s","labels":{"sleeper-attempt":"%s"}},
                 "spec":{"backoffLimit":0,"template":{"metadata":{"labels":{"sleeper-attempt":"%s"}},
                  "spec":{"restartPolicy":"Never","serviceAccountName":"sleeper-spark",
                   "containers":[{"name":"driver","image":"spark:3","args":["driver","--class","Main","local:///opt/job.jar"],
                    "env":[{"name":"SPARK_DRIVER_BIND_ADDRESS","value":"127.0.0.1"}]}]}}}}
                """.formatted(name, name, name);
    }

    /** Lets happen what follows from what was asked. */
    public void settle() {
        loop.runUntilIdle();
    }

    @Override
    public void close() {
        gate.close();
        cluster.close();
        loop.close();
    }
}
