package sleeper.verification.permission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request to SQS, Step Functions or Glue.
 *
 * @param needs actions with resources, such as {@code sqs:SendMessage IngestJobQ}
 */
record ServiceRequest(List<String> needs) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PREFIXES =
            Map.of("AmazonSQS", "sqs", "AWSStepFunctions", "states", "AWSGlue", "glue");
    private static final Pattern QUEUE = Pattern.compile(".*/i\\d+-([A-Za-z]+)");
    /** Of an execution its own name is left out. */
    private static final Pattern MACHINE =
            Pattern.compile("arn:aws:states:[^:]+:\\d+:([a-zA-Z]+):sleeper-i\\d+-([a-z-]+).*");

    static ServiceRequest of(String target, String body) {
        String[] parts = target.split("\\.", 2);
        String prefix = Optional.ofNullable(PREFIXES.get(parts[0]))
                .orElseThrow(() -> new IllegalStateException("no service is known of the target " + target));
        // A batch of messages needs the right to each.
        String action = prefix + ":" + parts[1].replaceFirst("MessageVisibilityBatch$", "MessageVisibility") + " ";
        return new ServiceRequest(
                resources(prefix, parse(body)).map(action::concat).toList());
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is no JSON: " + body, e);
        }
    }

    private static Stream<String> resources(String prefix, JsonNode body) {
        return switch (prefix) {
            case "sqs" ->
                Stream.of(matched(QUEUE, body.path("QueueUrl").asText()).group(1));
            case "states" -> {
                Matcher machine = matched(
                        MACHINE,
                        body.path("executionArn")
                                .asText(body.path("stateMachineArn").asText()));
                yield Stream.of(machine.group(1) + ":" + machine.group(2));
            }
            // A table needs its database and the catalog, too.
            default -> Stream.of("catalog", "database", "table");
        };
    }

    private static Matcher matched(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalStateException("a name of no instance: " + name);
        }
        return matcher;
    }
}
