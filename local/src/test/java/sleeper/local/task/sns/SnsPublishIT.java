package sleeper.local.task.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.local.mail.Mailbox;
import sleeper.local.task.AwsNames;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

class SnsPublishIT {
    private static final String TOPIC = AwsNames.arn("sns", "errors");
    private static final TaskProgress NO_PROGRESS = new TaskProgress() {
        @Override
        public void submitted(JsonNode output) {
            throw new IllegalStateException("a publication is not submitted");
        }

        @Override
        public void waits() {
            throw new AssertionError("it is not made to wait");
        }

        @Override
        public void begins() {
            throw new AssertionError("it is not made to wait");
        }

        @Override
        public void heartbeat() {
            throw new IllegalStateException("a publication has no heartbeat");
        }
    };

    @TempDir
    Path folder;

    private TaskIntegration publish;

    @BeforeEach
    void open() throws IOException {
        Mailbox mailbox = new Mailbox(
                folder,
                "sleeper@localhost",
                "ops@example.org",
                Optional.empty(),
                InstantSource.fixed(Instant.parse("2026-11-21T09:15:00.5Z")));
        publish = new SnsPublish(TOPIC, mailbox, () -> "message-1").integration(Runnable::run);
    }

    private static ObjectNode request(String topic, String subject, String message) {
        ObjectNode request =
                Json.object().put("TopicArn", topic).put("Subject", subject).put("Message", message);
        request.putObject("MessageAttributes")
                .putObject("jobId")
                .put("DataType", "String")
                .put("StringValue", "orders-7");
        return request;
    }

    private TaskOutcome publish(ObjectNode parameters) {
        TaskRequest request = new TaskRequest(
                "arn:execution",
                "Notify",
                AwsNames.integration("sns:publish"),
                parameters,
                0,
                "token",
                OptionalLong.empty(),
                OptionalLong.empty());
        return publish.start(request, NO_PROGRESS)
                .outcome()
                .toCompletableFuture()
                .join();
    }

    private List<String> mails() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void shouldPutThePublicationIntoTheMailbox() throws Exception {
        // When
        TaskOutcome outcome = publish(request(TOPIC, "Job orders-7 failed", "Cause: no such file"));
        // Then
        assertThat(outcome)
                .isEqualTo(TaskOutcome.succeeded(
                        Json.readKnown("{\"MessageId\":\"message-1\",\"SdkHttpMetadata\":{\"HttpStatusCode\":200}}")));
        assertThat(mails()).containsExactly("20261121T091500.500Z-orders-7.eml");
    }

    static Stream<ObjectNode> refusedBySns() {
        return Stream.of(
                request(TOPIC, "x".repeat(101), "text"),
                request(TOPIC, "two\nlines", "text"),
                request(TOPIC, "subject", ""),
                request(TOPIC, "subject", "ü".repeat(131_073)));
    }

    @ParameterizedTest
    @MethodSource("refusedBySns")
    void shouldRefuseWhatSnsRefuses(ObjectNode request) throws Exception {
        // When
        TaskOutcome.Failed failed = (TaskOutcome.Failed) publish(request);
        // Then
        assertThat(failed.error()).contains("SNS.InvalidParameterException");
        assertThat(failed.cause()).get().asString().startsWith("Invalid parameter: ");
        assertThat(mails()).isEmpty();
    }

    @Test
    void shouldSayThatATopicDoesNotExist() throws Exception {
        // When
        TaskOutcome outcome = publish(request(TOPIC + "2", "subject", "text"));
        // Then
        assertThat(outcome).isEqualTo(TaskOutcome.failed("SNS.NotFoundException", "Topic does not exist"));
        assertThat(mails()).isEmpty();
    }
}
