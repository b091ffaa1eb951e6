package sleeper.local.task.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import sleeper.core.job.JobId;
import sleeper.local.mail.Mailbox;
import sleeper.local.mail.Notice;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;

/** {@code sns:publish}: the errors topic has one subscriber, the mailbox. */
public final class SnsPublish {
    private static final int MAX_SUBJECT = 100;
    private static final int MAX_MESSAGE_BYTES = 262_144;

    private final String topicArn;
    private final Mailbox mailbox;
    private final Supplier<String> messageIds;

    public SnsPublish(String topicArn, Mailbox mailbox, Supplier<String> messageIds) {
        this.topicArn = topicArn;
        this.mailbox = mailbox;
        this.messageIds = messageIds;
    }

    public TaskIntegration integration(Executor executor) {
        return TaskIntegration.calling(executor, (request, progress) -> publish(request.parameters()));
    }

    private JsonNode publish(JsonNode request) throws IOException {
        if (!request.path("TopicArn").asText().equals(topicArn)) {
            throw new TaskFailedException("SNS.NotFoundException", "Topic does not exist");
        }
        refuseWhatSnsRefuses(request);
        String about = request.at("/MessageAttributes/jobId/StringValue").asText();
        mailbox.deliver(new Notice(
                JobId.isValid(about) ? about : "unknown",
                request.path("Subject").asText(),
                request.path("Message").asText()));
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("MessageId", messageIds.get());
        response.putObject("SdkHttpMetadata").put("HttpStatusCode", 200);
        return response;
    }

    /** Source: Amazon SNS API reference, {@code Publish}, {@code Subject} and {@code Message}. */
    private static void refuseWhatSnsRefuses(JsonNode request) {
        String subject = request.path("Subject").asText();
        if (subject.length() > MAX_SUBJECT || subject.chars().anyMatch(Character::isISOControl)) {
            throw invalid("Subject must be one line of at most " + MAX_SUBJECT + " characters");
        }
        String message = request.path("Message").asText();
        if (message.isEmpty() || message.getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
            throw invalid("Message must have 1 to " + MAX_MESSAGE_BYTES + " bytes");
        }
    }

    private static TaskFailedException invalid(String problem) {
        return new TaskFailedException("SNS.InvalidParameterException", "Invalid parameter: " + problem);
    }
}
