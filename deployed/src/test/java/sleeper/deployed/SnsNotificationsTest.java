package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

class SnsNotificationsTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-2:123456789012:sleeper-one-errors";

    private final FakeSns service = new FakeSns();
    private final SnsNotifications notifications = new SnsNotifications(
            service, TOPIC, new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {}));

    private static final class FakeSns implements SnsClient {
        private final List<PublishRequest> sent = new ArrayList<>();
        private final Deque<RuntimeException> failures = new ArrayDeque<>();

        @Override
        public PublishResponse publish(PublishRequest request) {
            if (!failures.isEmpty()) {
                throw failures.poll();
            }
            sent.add(request);
            return PublishResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldPublishWithWhatSubscribersFilterBy() {
        notifications.publish("Job orders failed", "why", Map.of("jobId", "orders"));

        assertThat(service.sent).singleElement().satisfies(sent -> {
            assertThat(sent.topicArn()).isEqualTo(TOPIC);
            assertThat(sent.subject()).isEqualTo("Job orders failed");
            assertThat(sent.message()).isEqualTo("why");
            assertThat(sent.messageAttributes().get("jobId").stringValue()).isEqualTo("orders");
        });
    }

    @Test
    void shouldSendAgainWhatHadNoAnswer() {
        service.failures.add(SdkClientException.create("connection reset"));

        notifications.publish("s", "m", Map.of());

        assertThat(service.sent).hasSize(1);
    }

    @Test
    void shouldNameTheTopicAndTheRightThatIsMissing() {
        service.failures.add(SnsException.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AuthorizationError")
                        .build())
                .build());

        assertThatThrownBy(() -> notifications.publish("s", "m", Map.of()))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the action sns:Publish on " + TOPIC);
    }
}
