package sleeper.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;

/**
 * An execution as it was recorded on AWS, and how it is compared with one of ours: what the recorder has replaced by a placeholder
 * matches anything, all else must be equal.
 *
 * @param id   names the recording
 * @param json the recorded facts
 */
record RecordedExecution(String id, JsonNode json) {
    private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Za-z_][\\w-]*(:\\d+)?>|111111111111");
    private static final List<String> WHOLE_PLACEHOLDERS =
            List.of("date", "start-time", "entered-time", "timestamp", "snf_role_arn");

    /** Events of a Map or Parallel form a group, since the order in which its branches move is free. */
    record Step(List<String> entries) {}

    String definition() {
        return json.get("definition").textValue();
    }

    String input() {
        return json.get("input").textValue();
    }

    /** Whether the definition asks for JSONata anywhere; the recording's own label goes by the name of the recorded test. */
    boolean isJsonata() {
        return Json.readKnown(definition()).findValues("QueryLanguage").stream()
                .anyMatch(language -> language.asText().equals("JSONata"));
    }

    String terminal() {
        return json.get("terminal").textValue();
    }

    Optional<String> error() {
        return Optional.ofNullable(json.get("error").textValue());
    }

    /** Whether a text is the recorded cause, apart from placeholders. */
    boolean causeMatches(Optional<String> cause) {
        JsonNode recorded = json.get("cause");
        return recorded.isNull()
                ? cause.isEmpty()
                : cause.isPresent() && textMatches(recorded.textValue(), cause.get());
    }

    Optional<JsonNode> output() {
        JsonNode output = json.get("output");
        if (output.isNull() && !terminal().equals("ExecutionSucceeded")) {
            return Optional.empty();
        }
        if (output.isTextual()) {
            try {
                return Optional.of(Json.read(output.textValue()));
            } catch (JsonProcessingException e) {
                return Optional.of(output);
            }
        }
        return Optional.of(output);
    }

    /** The recorded events, each with the name of the state that it enters. */
    List<Step> steps() {
        List<String> entries = new ArrayList<>();
        int states = 0;
        for (JsonNode type : json.get("eventTypes")) {
            boolean enters = type.textValue().endsWith("StateEntered");
            entries.add(
                    enters
                            ? type.textValue() + " "
                                    + json.get("statesEntered").get(states++).textValue()
                            : type.textValue());
        }
        return grouped(entries);
    }

    static List<Step> steps(List<HistoryEvent> history) {
        return grouped(history.stream()
                .map(event -> event.type().wireName()
                        + (event.type().wireName().endsWith("StateEntered") ? " " + event.stateName() : ""))
                .toList());
    }

    private static List<Step> grouped(List<String> entries) {
        List<Step> steps = new ArrayList<>();
        List<String> group = new ArrayList<>();
        int depth = 0;
        for (String entry : entries) {
            if (entry.equals("ParallelStateSucceeded")) {
                // AWS writes this event; the recorder's sorting of a Parallel's events loses it, which the gap in its
                // event ids shows.
                continue;
            }
            boolean exits = entry.equals("MapStateExited") || entry.equals("ParallelStateExited");
            depth -= exits ? 1 : 0;
            boolean ends = entry.startsWith("Execution");
            if (depth > 0 && !ends) {
                group.add(entry);
            } else {
                closeGroup(group, steps);
                steps.add(new Step(List.of(entry)));
            }
            depth += entry.startsWith("MapStateEntered") || entry.startsWith("ParallelStateEntered") ? 1 : 0;
        }
        return steps;
    }

    private static void closeGroup(List<String> group, List<Step> steps) {
        if (!group.isEmpty()) {
            steps.add(new Step(group.stream().sorted().toList()));
            group.clear();
        }
    }

    /** Whether a value is the recorded one, apart from placeholders. */
    static boolean matches(JsonNode recorded, JsonNode actual) {
        if (recorded.isTextual()) {
            return actual.isTextual()
                    && (WHOLE_PLACEHOLDERS.contains(recorded.textValue())
                            || textMatches(recorded.textValue(), actual.textValue()));
        }
        if (recorded.isArray()) {
            return actual.isArray()
                    && actual.size() == recorded.size()
                    && IntStream.range(0, actual.size()).allMatch(i -> matches(recorded.get(i), actual.get(i)));
        }
        if (recorded.isObject()) {
            return actual.isObject()
                    && actual.size() == recorded.size()
                    && recorded.properties().stream()
                            .allMatch(entry -> actual.has(entry.getKey())
                                    && matches(entry.getValue(), actual.get(entry.getKey())));
        }
        return recorded.equals(actual);
    }

    private static boolean textMatches(String recorded, String actual) {
        if (!PLACEHOLDER.matcher(recorded).find()) {
            return recorded.equals(actual);
        }
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        var matcher = PLACEHOLDER.matcher(recorded);
        while (matcher.find()) {
            pattern.append(Pattern.quote(recorded.substring(at, matcher.start())))
                    .append(".+");
            at = matcher.end();
        }
        pattern.append(Pattern.quote(recorded.substring(at)));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL)
                .matcher(actual)
                .matches();
    }

    @Override
    public String toString() {
        return id;
    }
}
