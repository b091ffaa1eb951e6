package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsDeadLettersTest {
    private static final String URL = "https://sqs.eu-west-2.amazonaws.com/123456789012/one-EmrDLQ";

    private final FakeSqs service = new FakeSqs();
    private final SqsDeadLetters letters = new SqsDeadLetters(
            service,
            Map.of(JobQueue.EMR, URI.create(URL)),
            new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {}));

    private static final class FakeSqs implements SqsClient {
        private final List<SendMessageRequest> sent = new ArrayList<>();
        private final Deque<RuntimeException> failures = new ArrayDeque<>();

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            if (!failures.isEmpty()) {
                throw failures.poll();
            }
            sent.add(request);
            return SendMessageResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldKeepAMessageWithItsIdAndWhatIsWrongWithIt() {
        letters.add(JobQueue.EMR, "m1", "{\"a\":", "no JSON".repeat(1_000));

        assertThat(service.sent).singleElement().satisfies(sent -> {
            assertThat(sent.queueUrl()).isEqualTo(URL);
            assertThat(sent.messageBody()).isEqualTo("{\"a\":");
            Map<String, String> attributes = sent.messageAttributes().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, each -> each.getValue().stringValue()));
            assertThat(attributes).containsOnlyKeys("messageId", "reason").containsEntry("messageId", "m1");
            assertThat(attributes.get("reason")).hasSize(1_000).startsWith("no JSON");
        });
    }

    @Test
    void shouldSendAgainWhatHadNoAnswer() {
        service.failures.add(SdkClientException.create("connection reset"));

        letters.add(JobQueue.EMR, "m1", "body", "why");

        assertThat(service.sent).hasSize(1);
    }

    @Test
    void shouldNameTheQueueAndTheRightThatIsMissing() {
        service.failures.add(SqsException.builder()
                .statusCode(403)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode("AccessDenied").build())
                .build());

        assertThatThrownBy(() -> letters.add(JobQueue.EMR, "m1", "body", "why"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("Grant the role that this process runs as the action sqs:SendMessage on " + URL);
    }

    @Test
    void shouldNameTheVariableThatHasNoSuchQueue() {
        assertThatThrownBy(() -> letters.add(JobQueue.EKS, "m1", "body", "why"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no dead-letter queue of eks: SLEEPER_DEAD_LETTER_QUEUES has none");
    }
}
