package sleeper.verification.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a target of a rule or of a schedule is called with. For a rule it is the target's {@code Input}, what its {@code InputPath}
 * selects, what its {@code InputTransformer} makes, or else the event (EventBridge API reference, "Target"; EventBridge User Guide,
 * "Amazon EventBridge input transformation"). A path names fields with dots between them. All else is refused.
 */
final class TargetInput {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("\\$(\\.[A-Za-z0-9_-]+)*");

    /** Of a template: a text in quotation marks, a placeholder, or a character. */
    private static final Pattern PART = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|<[^<>]*>|.", Pattern.DOTALL);

    private static final Pattern PLACEHOLDER = Pattern.compile("<([^<>]*)>");

    private TargetInput() {}

    /**
     * @param target of a rule
     * @return JSON
     * @throws IllegalArgumentException if it is made in a way that is not known, of what the event does not have, or is not JSON
     */
    static String ofRule(JsonNode target, JsonNode event) {
        if (target.has("Input")) {
            return json(target.path("Input").asText());
        }
        if (target.has("InputPath")) {
            return select(target.path("InputPath").asText(), event).toString();
        }
        if (target.has("InputTransformer")) {
            return json(transform(target.path("InputTransformer"), event));
        }
        return event.toString();
    }

    /**
     * @param target of a schedule
     * @return JSON
     * @throws IllegalArgumentException if the target has no input, if a keyword of EventBridge Scheduler is in it, or if it is not JSON
     */
    static String ofSchedule(JsonNode target) {
        String input = target.path("Input").asText();
        if (input.isEmpty()) {
            throw new IllegalArgumentException(
                    "a schedule's target has no Input, and the default notification is not known: " + target);
        }
        if (input.contains("<aws.scheduler.")) {
            throw new IllegalArgumentException("keywords of EventBridge Scheduler are not known: " + input);
        }
        return json(input);
    }

    private static String json(String text) {
        try {
            return JSON.readTree(text).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the input of a target is not JSON: " + text, e);
        }
    }

    private static JsonNode select(String path, JsonNode event) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("the path " + path + " of a target is not known");
        }
        JsonNode found = event.at(path.substring(1).replace('.', '/'));
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("the event has no " + path + ": " + event);
        }
        return found;
    }

    /** A placeholder stands for a JSON value; within a text it stands for a text or number, without quotation marks. */
    private static String transform(JsonNode transformer, JsonNode event) {
        return PART.matcher(transformer.path("InputTemplate").asText())
                .replaceAll(part -> Matcher.quoteReplacement(transformed(part.group(), transformer, event)));
    }

    private static String transformed(String part, JsonNode transformer, JsonNode event) {
        if (part.startsWith("\"")) {
            return PLACEHOLDER
                    .matcher(part)
                    .replaceAll(found -> Matcher.quoteReplacement(within(value(found.group(1), transformer, event))));
        }
        Matcher placeholder = PLACEHOLDER.matcher(part);
        return placeholder.matches()
                ? value(placeholder.group(1), transformer, event).toString()
                : part;
    }

    private static String within(JsonNode value) {
        if (value.isContainerNode()) {
            throw new IllegalArgumentException("a text of a template cannot have in it " + value);
        }
        String quoted = value.toString();
        return value.isTextual() ? quoted.substring(1, quoted.length() - 1) : quoted;
    }

    private static JsonNode value(String name, JsonNode transformer, JsonNode event) {
        if (name.equals("aws.events.event.json")) {
            return event;
        }
        JsonNode path = transformer.path("InputPathsMap").path(name);
        if (path.isMissingNode()) {
            throw new IllegalArgumentException("the placeholder <" + name + "> stands for nothing: " + transformer);
        }
        return select(path.asText(), event);
    }
}
