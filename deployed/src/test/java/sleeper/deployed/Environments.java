package sleeper.deployed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;

/** Environments of functions, as a deployment sets them. */
final class Environments {
    private static final String AWS = "arn:aws:%s:eu-west-2:123456789012:%s";

    private Environments() {}

    /** @return the environment where these platforms are deployed, by variable */
    static Map<String, String> of(Platform... platforms) {
        Map<FunctionVariable, String> all = all();
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_REGION", "eu-west-2");
        all.put(
                FunctionVariable.OPTIONAL_STACKS,
                Arrays.stream(platforms)
                        .map(platform -> platform.description().stack())
                        .collect(Collectors.joining(",")));
        all.forEach((variable, value) -> {
            if (variable.platform().map(Arrays.asList(platforms)::contains).orElse(true)) {
                environment.put(variable.variable(), value);
            }
        });
        return environment;
    }

    private static Map<FunctionVariable, String> all() {
        Map<FunctionVariable, String> all = new EnumMap<>(FunctionVariable.class);
        all.put(FunctionVariable.INSTANCE_ID, "one");
        all.put(FunctionVariable.INGEST_JOB_ARN, AWS.formatted("states", "stateMachine:sleeper-one-ingest-job"));
        all.put(FunctionVariable.REAP_JOB_ARN, AWS.formatted("states", "stateMachine:sleeper-one-reap-job"));
        all.put(FunctionVariable.ERRORS_TOPIC_ARN, AWS.formatted("sns", "sleeper-one-errors"));
        all.put(FunctionVariable.JOB_QUEUES, queues("Q"));
        all.put(FunctionVariable.DEAD_LETTER_QUEUES, queues("DLQ"));
        all.put(FunctionVariable.SPARK_JARS, "s3://sleeper-one-config/jars/sleeper-spark-job");
        all.put(FunctionVariable.INGEST_CLUSTER_ARN, AWS.formatted("ecs", "cluster/sleeper-one-ingest-cluster"));
        all.put(FunctionVariable.TASK_DISK_BYTES, "21474836480");
        all.put(FunctionVariable.PERSISTENT_EMR_CLUSTER_ID, "j-2AXXXXXXGAPLF");
        all.put(FunctionVariable.EMR_SERVERLESS_APPLICATION_ID, "00f1abcdefgh0123");
        all.put(FunctionVariable.EKS_CLUSTER_NAME, "sleeper-one");
        all.put(
                FunctionVariable.EKS_ENDPOINT,
                "https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-2.eks.amazonaws.com");
        all.put(FunctionVariable.EKS_CERTIFICATE_AUTHORITY, certificateAuthority());
        all.put(FunctionVariable.EKS_NAMESPACE, "sleeper-one-bulk-import");
        return all;
    }

    private static String queues(String end) {
        return Arrays.stream(JobQueue.values())
                .map(queue ->
                        queue.word() + "=https://sqs.eu-west-2.amazonaws.com/123456789012/one-" + queue.word() + end)
                .collect(Collectors.joining(" "));
    }

    private static String certificateAuthority() {
        try (InputStream pem = Environments.class.getResourceAsStream("certificate-authority.pem")) {
            return Base64.getEncoder().encodeToString(pem.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
