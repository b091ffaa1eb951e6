package sleeper.verification.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.aws.client.AwsClients;
import sleeper.faults.FaultProxy;
import sleeper.faults.HttpMessage;
import sleeper.faults.Service;
import sleeper.faults.Traffic;
import sleeper.local.run.LocalHome;
import sleeper.local.run.StoresChoice;
import sleeper.run.RealSurroundings;
import sleeper.verification.ProjectTree;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 and DynamoDB as processes beside this one, each behind a proxy of this process that can let faults befall requests. */
public final class AwsServers implements AutoCloseable {
    private static final String S3_MODULE = "verification/aws-stores/s3";
    private static final String DYNAMODB_MODULE = "verification/aws-stores/dynamodb";

    private final AtomicInteger instances = new AtomicInteger();
    private final Deque<ServerProcess> running = new ArrayDeque<>();
    private final Deque<FaultProxy> proxies = new ArrayDeque<>();
    private final Map<String, String> endpoints = new HashMap<>();
    private final ConditionalWrites conditionalWrites = new ConditionalWrites();
    private final RequestCounts requestCounts = new RequestCounts();

    private AwsServers() {}

    /** Starts both, with all they keep in memory. */
    public static AwsServers start() throws IOException {
        return start(List.of());
    }

    /**
     * Starts both.
     *
     * @param ofS3 a folder that takes the objects, which may be more than memory holds
     */
    public static AwsServers start(Path ofS3) throws IOException {
        return start(List.of(ofS3.toString()));
    }

    private static AwsServers start(List<String> ofS3) throws IOException {
        AwsServers servers = new AwsServers();
        try {
            servers.put(Service.S3, ServerProcess.start(S3_MODULE, List.of(), "sleeper.aws.s3.S3ServerProcess", ofS3));
            Path natives = ProjectTree.root().resolve(DYNAMODB_MODULE).resolve("target/natives");
            servers.put(
                    Service.DYNAMODB,
                    ServerProcess.start(
                            DYNAMODB_MODULE,
                            List.of("-Dsqlite4java.library.path=" + natives),
                            "sleeper.aws.dynamodb.LocalDynamoProcess",
                            List.of()));
            return servers;
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private void put(Service service, ServerProcess server) throws IOException {
        running.push(server);
        FaultProxy proxy = new FaultProxy(URI.create(server.endpoint()), service);
        proxies.push(proxy);
        proxy.injectBy(conditionalWrites::faultOf);
        requestCounts.count(service, Traffic.through(proxy, service));
        endpoints.put("AWS_ENDPOINT_URL_" + service.name(), proxy.endpoint().toString());
    }

    /** @return what is done to writes under a condition, at both */
    public ConditionalWrites conditionalWrites() {
        return conditionalWrites;
    }

    /** @return how many requests there are, to both */
    public RequestCounts requestCounts() {
        return requestCounts;
    }

    /** @param listener is given each request to either with its answer, from now on */
    public void listenBy(Listener listener) {
        for (Service service : Service.values()) {
            requestCounts.of(service).listenBy((request, answer) -> listener.take(service, request, answer));
        }
    }

    /** Is told what passes. */
    @FunctionalInterface
    public interface Listener {
        void take(Service service, HttpMessage request, HttpMessage answer);
    }

    /** @return the variables that name the servers */
    public Map<String, String> endpoints() {
        return Map.copyOf(endpoints);
    }

    /** @return a client of the one, to be closed by the caller */
    public S3Client s3() {
        return new AwsClients(endpoints::get, List.of()).in(Region.US_EAST_1).s3();
    }

    /**
     * Gives a home that has nothing yet its stores, in an instance of its own.
     *
     * @param stores as {@code --stores} has them
     * @return the instance's id
     */
    public String choose(Path home, String stores) {
        String id = "i" + instances.incrementAndGet();
        Map<String, String> environment = new HashMap<>(endpoints);
        environment.put("SLEEPER_INSTANCE_ID", id);
        new StoresChoice(stores, environment).keepIn(new LocalHome(home), RealSurroundings.get());
        return id;
    }

    @Override
    public void close() throws IOException {
        while (!proxies.isEmpty()) {
            proxies.pop().close();
        }
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
