package sleeper.lambdaruntime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sleeper.lambda.DeployedFunction;

/** The functions as a deployment sets them up, but for the servers that they reach. */
public final class TestFunctions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EVENTS = Path.of(System.getProperty("project.root"), "test-events");
    private static final int MEMORY_MIB = 512;
    private static final int TIMEOUT_SECONDS = 60;
    private static final String ACCOUNT = "eu-west-2:123456789012:";
    private static final String QUEUES = "https://sqs.eu-west-2.amazonaws.com/123456789012/";

    private TestFunctions() {}

    /**
     * @param endpoint the server that stands in for every service
     * @return the function with the memory and the time that it is deployed with
     */
    public static FunctionSetup setup(DeployedFunction function, String endpoint) {
        return new FunctionSetup(
                "sleeper-one-" + function.word(),
                function.handler(),
                function.memoryMiB(),
                function.timeoutSeconds(),
                environment(endpoint),
                List.of());
    }

    /** @return a function that no instance has, with the environment of those that it has */
    public static FunctionSetup setup(String word, String handler, String endpoint) {
        return new FunctionSetup(
                "sleeper-one-" + word, handler, MEMORY_MIB, TIMEOUT_SECONDS, environment(endpoint), List.of());
    }

    private static Map<String, String> environment(String endpoint) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_REGION", "eu-west-2");
        environment.put("AWS_ACCESS_KEY_ID", "identity");
        environment.put("AWS_SECRET_ACCESS_KEY", "credential");
        environment.put("AWS_ENDPOINT_URL", endpoint);
        environment.put("SLEEPER_INSTANCE_ID", "one");
        environment.put("SLEEPER_INGEST_JOB_ARN", "arn:aws:states:" + ACCOUNT + "stateMachine:sleeper-one-ingest-job");
        environment.put("SLEEPER_REAP_JOB_ARN", "arn:aws:states:" + ACCOUNT + "stateMachine:sleeper-one-reap-job");
        environment.put("SLEEPER_ERRORS_TOPIC_ARN", "arn:aws:sns:" + ACCOUNT + "sleeper-one-errors");
        environment.put("SLEEPER_JOB_QUEUES", "standard=" + QUEUES + "one-IngestJobQ");
        environment.put("SLEEPER_DEAD_LETTER_QUEUES", "standard=" + QUEUES + "one-IngestJobDLQ");
        environment.put("SLEEPER_OPTIONAL_STACKS", "IngestStack");
        environment.put("SLEEPER_INGEST_CLUSTER_ARN", "arn:aws:ecs:" + ACCOUNT + "cluster/sleeper-one-ingest-cluster");
        environment.put("SLEEPER_SPARK_JARS", "s3://sleeper-one-config/jars/");
        environment.put("SLEEPER_TASK_DISK_BYTES", "21474836480");
        return environment;
    }

    /** @return the first request of the function's first test event */
    public static String event(DeployedFunction function) throws IOException {
        try (Stream<Path> files = Files.list(EVENTS.resolve(function.word()))) {
            Path first = files.sorted().findFirst().orElseThrow();
            return JSON.readTree(first.toFile()).at("/calls/0/request").toString();
        }
    }
}
