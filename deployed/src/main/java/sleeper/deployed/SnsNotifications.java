package sleeper.deployed;

import java.util.Map;
import java.util.stream.Collectors;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Requests;
import sleeper.lambda.port.Notifications;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** The topic that people subscribe to. What had no answer is sent again, and may come twice. */
final class SnsNotifications implements Notifications {
    private final SnsClient client;
    private final String topic;
    private final Requests requests;

    /**
     * @param client sends each request once
     * @param topic  its ARN
     */
    SnsNotifications(SnsClient client, String topic, Surroundings surroundings) {
        this.client = client;
        this.topic = topic;
        this.requests = new Requests(surroundings);
    }

    @Override
    public void publish(String subject, String message, Map<String, String> attributes) {
        try {
            var unused = requests.repeatable(() -> client.publish(request -> request.topicArn(topic)
                    .subject(subject)
                    .message(message)
                    .messageAttributes(attributes.entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, attribute -> text(attribute.getValue()))))));
        } catch (SdkException e) {
            throw AwsFailures.nothingDone("A notification was not sent.", topic, "sns:Publish", e);
        }
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
