package sleeper.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import sleeper.core.job.JobId;
import sleeper.local.asl.task.TaskFailedException;
import sleeper.local.asl.task.TaskIntegration;
import sleeper.local.mail.Mailbox;
import sleeper.local.mail.Notice;

/** {@code sns:publish}: the errors topic has one subscriber, the mailbox. */
public final class SnsPublish {
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
}
