package sleeper.verification.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;

/** SNS: the one topic of the template, which keeps what is published, by machines and by functions. */
final class PlayedTopic extends PlayedService {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String arn;
    private final List<Published> published = new CopyOnWriteArrayList<>();

    /** @param arn of the topic */
    PlayedTopic(String arn) throws IOException {
        super("text/xml");
        this.arn = arn;
    }

    /** A message on the topic. */
    record Published(String subject, String message) {}

    List<Published> published() {
        return List.copyOf(published);
    }

    /** @return {@code sns:publish} */
    TaskIntegration integration(Executor threads) {
        return TaskIntegration.calling(threads, (request, progress) -> {
            if (!request.parameters().path("TopicArn").asText().equals(arn)) {
                throw new TaskFailedException("SNS.NotFoundException", "Topic does not exist");
            }
            published.add(new Published(
                    request.parameters().path("Subject").asText(),
                    request.parameters().path("Message").asText()));
            return JSON.createObjectNode().put("MessageId", UUID.randomUUID().toString());
        });
    }

    /** The query protocol: a form, answered with XML. */
    @Override
    Optional<String> answer(String target, String body) throws IOException {
        Map<String, String> form = new TreeMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
        }
        if (!"Publish".equals(form.get("Action")) || !arn.equals(form.get("TopicArn"))) {
            return Optional.empty();
        }
        published.add(new Published(form.getOrDefault("Subject", ""), form.get("Message")));
        return Optional.of(
                "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>"
                        + UUID.randomUUID() + "</MessageId></PublishResult></PublishResponse>");
    }
}
