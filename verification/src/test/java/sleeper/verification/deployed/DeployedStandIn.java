package sleeper.verification.deployed;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.SuiteVersion;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;
import sleeper.statestore.instance.OwnedStores;
import sleeper.verification.servers.AwsServers;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An instance that seems to be deployed: its stores on servers of S3 and DynamoDB, its handlers and machines those of an embedded run over
 * them, its queues those of that run; each under the name that a deployment gives it.
 */
public final class DeployedStandIn implements AutoCloseable {
    private static final String ACCOUNT = "000000000000";

    private final String id;
    private final EmbeddedRun run;
    private final Map<String, String> environment;
    private final Map<String, String> properties = new TreeMap<>();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    private DeployedStandIn(String id, EmbeddedRun run, AwsServers servers, RequestListener listener)
            throws IOException {
        this.id = id;
        this.run = run;
        toClose.push(run);
        LocalEndpoints endpoints = run.endpoints();
        RenamingProxy queues = new RenamingProxy(URI.create(endpoints.sqs()), queueNames(), listener);
        toClose.push(queues);
        RenamingProxy machines = new RenamingProxy(URI.create(endpoints.stepFunctions()), machineNames(), listener);
        toClose.push(machines);
        environment = new HashMap<>(servers.endpoints());
        environment.put("AWS_ENDPOINT_URL_SQS", queues.endpoint());
        environment.put("AWS_ENDPOINT_URL_SFN", machines.endpoint());
        environment.put("AWS_REGION", "us-east-1");
        OwnedStores stores = run.instance();
        properties.putAll(stores.properties().ofInstance());
        for (JobQueue queue : JobQueue.values()) {
            properties.put(
                    queue.urlProperty(), queues.endpoint() + "/" + ACCOUNT + "/" + new InstanceNames(id).queue(queue));
        }
        stores.properties().putOfInstance(properties);
        try (S3Client s3 = servers.s3()) {
            var unused = s3.putObject(
                    request -> request.bucket("sleeper-" + id + "-config").key("version"),
                    RequestBody.fromString(SuiteVersion.CURRENT + "\n", StandardCharsets.UTF_8));
        }
    }

    /** @param home where the embedded run keeps what the servers do not; made, and has nothing yet */
    static DeployedStandIn start(AwsServers servers, Path home, String stores) throws IOException {
        return start(servers, home, stores, (agent, target, body) -> {});
    }

    /** @param listener is told what is asked of its queues and machines */
    public static DeployedStandIn start(AwsServers servers, Path home, String stores, RequestListener listener)
            throws IOException {
        String id = servers.choose(Files.createDirectories(home), stores);
        return new DeployedStandIn(id, EmbeddedRun.tryStart(new LocalHome(home)).orElseThrow(), servers, listener);
    }

    private Map<String, String> queueNames() {
        InstanceNames owned = new InstanceNames(id);
        Map<String, String> names = new LinkedHashMap<>();
        for (JobQueue queue : JobQueue.values()) {
            names.put("/" + owned.queue(queue) + "\"", "/sleeper-" + queue.word() + "\"");
            names.put("/" + owned.deadLetterQueue(queue) + "\"", "/sleeper-" + queue.word() + "-dead-letters\"");
        }
        return names;
    }

    private Map<String, String> machineNames() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String machine : Arrays.asList("ingest-job", "reap-job", "maintain-table")) {
            for (String kind : Arrays.asList("stateMachine", "execution")) {
                names.put(":" + kind + ":sleeper-" + id + "-" + machine, ":" + kind + ":" + machine);
            }
        }
        return names;
    }

    public String id() {
        return id;
    }

    /** @return the services behind it */
    public EmbeddedRun run() {
        return run;
    }

    /** @return the variables by which a command reaches the servers; none of them names the instance */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** @return the instance's properties, as they were when it was made */
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    @Override
    public void close() throws IOException {
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
