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
final class DeployedStandIn implements AutoCloseable {
    private static final String ACCOUNT = "000000000000";

    private final String id;
    private final EmbeddedRun run;
    private final Map<String, String> environment;
    private final Map<String, String> properties = new TreeMap<>();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    private DeployedStandIn(String id, EmbeddedRun run, AwsServers servers) throws IOException {
        this.id = id;
        this.run = run;
        toClose.push(run);
        LocalEndpoints endpoints = run.endpoints();
        RenamingProxy queues = new RenamingProxy(URI.create(endpoints.sqs()), queueNames());
        toClose.push(queues);
        RenamingProxy machines = new RenamingProxy(URI.create(endpoints.stepFunctions()), machineNames());
        toClose.push(machines);
        environment = new HashMap<>(servers.endpoints());
        environment.put("AWS_ENDPOINT_URL_SQS", queues.endpoint());
        environment.put("AWS_ENDPOINT_URL_SFN", machines.endpoint());
        environment.put("AWS_REGION", "us-east-1");
        OwnedStores stores = run.instance();
        properties.putAll(stores.properties().ofInstance());
        for (JobQueue queue : JobQueue.values()) {
            properties.put(queue.urlProperty(), queues.endpoint() + "/" + ACCOUNT + "/" + queueName(queue, "Q"));
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
        String id = servers.choose(Files.createDirectories(home), stores);
        return new DeployedStandIn(id, EmbeddedRun.tryStart(new LocalHome(home)).orElseThrow(), servers);
    }

    private String queueName(JobQueue queue, String end) {
        return id + "-" + queue.word() + end;
    }

    private Map<String, String> queueNames() {
        Map<String, String> names = new LinkedHashMap<>();
        for (JobQueue queue : JobQueue.values()) {
            names.put("/" + queueName(queue, "Q") + "\"", "/sleeper-" + queue.word() + "\"");
            names.put("/" + queueName(queue, "DLQ") + "\"", "/sleeper-" + queue.word() + "-dead-letters\"");
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

    String id() {
        return id;
    }

    /** @return the services behind it */
    EmbeddedRun run() {
        return run;
    }

    /** @return the variables by which a command reaches the servers; none of them names the instance */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** @return the instance's properties, as they were when it was made */
    Map<String, String> properties() {
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
