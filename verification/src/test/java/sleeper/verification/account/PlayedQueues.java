package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import sleeper.aws.client.AwsClients;
import sleeper.stepfunctions.Arns;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SQS: ElasticMQ, in memory, with the queues of the template. */
final class PlayedQueues implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SQSRestServer server;
    private final String endpoint;
    private final SqsClient client;

    PlayedQueues(DeployedTemplate template) {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .withAWSRegion(Arns.REGION)
                .withAWSAccountId(Arns.ACCOUNT)
                .start();
        endpoint =
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
        client = new AwsClients(Map.of("AWS_ENDPOINT_URL_SQS", endpoint)::get, List.of())
                .in(Region.of(Arns.REGION))
                .configured("SQS", SqsClient.serviceMetadata(), SqsClient.builder())
                .build();
        // Dead-letter queues first, which the others name.
        template.ofType("AWS::SQS::Queue").values().stream()
                .sorted((a, b) -> Boolean.compare(a.has("RedrivePolicy"), b.has("RedrivePolicy")))
                .forEach(this::create);
    }

    private void create(JsonNode queue) {
        Map<QueueAttributeName, String> attributes = new HashMap<>();
        if (queue.has("VisibilityTimeout")) {
            attributes.put(
                    QueueAttributeName.VISIBILITY_TIMEOUT,
                    queue.path("VisibilityTimeout").asText());
        }
        if (queue.has("RedrivePolicy")) {
            attributes.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    JSON.createObjectNode()
                            .put(
                                    "deadLetterTargetArn",
                                    queue.at("/RedrivePolicy/deadLetterTargetArn")
                                            .asText())
                            .put(
                                    "maxReceiveCount",
                                    queue.at("/RedrivePolicy/maxReceiveCount").asText())
                            .toString());
        }
        var unused = client.createQueue(
                request -> request.queueName(queue.path("QueueName").asText()).attributes(attributes));
    }

    String endpoint() {
        return endpoint;
    }

    SqsClient client() {
        return client;
    }

    /** @return the queue's URL on AWS, of which ElasticMQ reads the last part */
    static String url(String name) {
        return "https://sqs." + Arns.REGION + ".amazonaws.com/" + Arns.ACCOUNT + "/" + name;
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
