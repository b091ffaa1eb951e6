package sleeper.verification.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.run.RealSurroundings;
import sleeper.verification.ProjectTree;

/**
 * S3 and DynamoDB as processes beside this one. While they run, this process has the credentials that they want, and processes that it
 * starts have them by {@link #options}.
 */
public final class AwsServers implements AutoCloseable {
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "identity", "aws.secretAccessKey", "credential");

    private final AtomicInteger instances = new AtomicInteger();
    private final Deque<ServerProcess> running = new ArrayDeque<>();
    private final Map<String, String> endpoints = new HashMap<>();
    private final Map<String, String> before = new HashMap<>();

    private AwsServers() {}

    /** Starts both. */
    public static AwsServers start() throws IOException {
        AwsServers servers = new AwsServers();
        try {
            servers.started(
                    "AWS_ENDPOINT_URL_S3",
                    ServerProcess.start("verification/aws-stores/s3", List.of(), "sleeper.aws.s3.ServeS3"));
            String dynamo = "verification/aws-stores/dynamodb";
            servers.started(
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    ServerProcess.start(
                            dynamo,
                            List.of("-Dsqlite4java.library.path="
                                    + ProjectTree.root().resolve(dynamo).resolve("target/natives")),
                            "sleeper.aws.dynamodb.ServeDynamo"));
            servers.setCredentials();
            return servers;
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private void started(String variable, ServerProcess server) {
        running.push(server);
        endpoints.put(variable, server.endpoint());
    }

    private void setCredentials() {
        CREDENTIALS.forEach((name, value) -> {
            String old = System.setProperty(name, value);
            if (old != null) {
                before.put(name, old);
            }
        });
    }

    /** @return of a virtual machine that works on the servers */
    public List<String> options() {
        return CREDENTIALS.entrySet().stream()
                .map(credential -> "-D" + credential.getKey() + "=" + credential.getValue())
                .sorted()
                .toList();
    }

    /** @return the variables that name the servers */
    public Map<String, String> endpoints() {
        return Map.copyOf(endpoints);
    }

    /**
     * Gives a home that has nothing yet its stores, in an instance of its own.
     *
     * @param stores as {@code --stores} has them
     */
    public void choose(Path home, String stores) {
        Map<String, String> environment = new HashMap<>(endpoints);
        environment.put("SLEEPER_INSTANCE_ID", "i" + instances.incrementAndGet());
        HomeStores.choose(new LocalHome(home), stores, environment, RealSurroundings.get());
    }

    @Override
    public void close() throws IOException {
        CREDENTIALS.keySet().forEach(name -> {
            if (before.containsKey(name)) {
                System.setProperty(name, before.get(name));
            } else {
                System.clearProperty(name);
            }
        });
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
