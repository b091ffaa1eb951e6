package sleeper.stepfunctions.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Unicode;
import sleeper.stepfunctions.history.EventType;
import sleeper.stepfunctions.history.HistoryEvent;

/** The stored form of what {@link FileExecutionStore} keeps. Field names are the form: renaming one breaks what is stored. */
final class StoreJson {
    /** An escape of JSON; of half a pair, if the group is there. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(d[89a-f][0-9a-f]{2})|.)");

    private StoreJson() {}

    static ObjectNode of(StateMachineRecord machine) {
        ObjectNode json = Json.object()
                .put("arn", machine.arn())
                .put("name", machine.name())
                .put("definition", machine.definition())
                .put("roleArn", machine.roleArn())
                .put("creationDate", machine.creationDate().toString());
        machine.revisionId().ifPresent(id -> json.put("revisionId", id));
        ObjectNode tags = json.putObject("tags");
        machine.tags().forEach(tags::put);
        return json;
    }

    static StateMachineRecord stateMachine(JsonNode json) {
        Map<String, String> tags = new LinkedHashMap<>();
        json.get("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().textValue()));
        return new StateMachineRecord(
                text(json, "arn"),
                text(json, "name"),
                text(json, "definition"),
                text(json, "roleArn"),
                Instant.parse(text(json, "creationDate")),
                optionalText(json, "revisionId"),
                tags);
    }

    static ObjectNode of(ExecutionStart start) {
        return Json.object()
                .put("arn", start.arn())
                .put("name", start.name())
                .put("stateMachineArn", start.stateMachineArn())
                .put("stateMachineName", start.stateMachineName())
                .put("roleArn", start.roleArn())
                .put("definition", start.definition())
                .put("input", start.input())
                .put("startDate", start.startDate().toString());
    }

    static ExecutionStart start(JsonNode json) {
        return new ExecutionStart(
                text(json, "arn"),
                text(json, "name"),
                text(json, "stateMachineArn"),
                text(json, "stateMachineName"),
                text(json, "roleArn"),
                text(json, "definition"),
                text(json, "input"),
                Instant.parse(text(json, "startDate")));
    }

    static ObjectNode of(ExecutionState state) {
        ObjectNode json = Json.object()
                .put("status", state.status().name())
                .put("eventCount", state.eventCount())
                .put("reported", state.reported());
        state.stopDate().ifPresent(date -> json.put("stopDate", date.toString()));
        state.output().ifPresent(output -> json.put("output", output));
        state.error().ifPresent(error -> json.put("error", error));
        state.cause().ifPresent(cause -> json.put("cause", cause));
        state.position().ifPresent(position -> json.set("position", position));
        if (state.redrives().count() > 0) {
            json.set("redrives", of(state.redrives()));
        }
        return json;
    }

    static ExecutionState state(JsonNode json) {
        return new ExecutionState(
                ExecutionStatus.valueOf(text(json, "status")),
                optionalText(json, "stopDate").map(Instant::parse),
                optionalText(json, "output"),
                optionalText(json, "error"),
                optionalText(json, "cause"),
                json.get("eventCount").longValue(),
                Optional.ofNullable((ObjectNode) json.get("position")),
                json.get("reported").booleanValue(),
                json.has("redrives") ? redrives(json.get("redrives")) : Redrives.none());
    }

    private static ObjectNode of(Redrives redrives) {
        ObjectNode json = Json.object().put("count", redrives.count());
        redrives.last().ifPresent(at -> json.put("last", at.toString()));
        ArrayNode requests = json.putArray("requests");
        redrives.requests()
                .forEach(request -> requests.addObject()
                        .put("token", request.token())
                        .put("at", request.at().toString()));
        return json;
    }

    private static Redrives redrives(JsonNode json) {
        List<Redrives.Request> requests = new ArrayList<>();
        json.get("requests")
                .forEach(request ->
                        requests.add(new Redrives.Request(text(request, "token"), Instant.parse(text(request, "at")))));
        return new Redrives(
                json.get("count").intValue(), optionalText(json, "last").map(Instant::parse), requests);
    }

    static ObjectNode of(HistoryEvent event) {
        ObjectNode json = Json.object()
                .put("id", event.id())
                .put("previousEventId", event.previousEventId())
                .put("timestamp", event.timestamp().toString())
                .put("type", event.type().wireName());
        json.set("details", event.details());
        return json;
    }

    static HistoryEvent event(JsonNode json) {
        return new HistoryEvent(
                json.get("id").longValue(),
                json.get("previousEventId").longValue(),
                Instant.parse(text(json, "timestamp")),
                EventType.ofWireName(text(json, "type")),
                (ObjectNode) json.get("details"));
    }

    /**
     * @param json JSON, in whose strings alone there may be text that is no Unicode
     * @return the same with each surrogate that has no partner written as JSON escapes it, so that it can be encoded
     */
    static String encodable(String json) {
        return Unicode.shown(json);
    }

    /** Takes {@link #encodable} back: the parser refuses a name with half a pair where it is escaped, and takes it where it is not. */
    static String decoded(String json) {
        return json.contains("\\ud")
                ? ESCAPE.matcher(json)
                        .replaceAll(escape -> Matcher.quoteReplacement(
                                escape.group(1) == null
                                        ? escape.group()
                                        : Character.toString((char) Integer.parseInt(escape.group(1), 16))))
                : json;
    }

    private static String text(JsonNode json, String field) {
        return json.get(field).textValue();
    }

    private static Optional<String> optionalText(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).map(JsonNode::textValue);
    }
}
