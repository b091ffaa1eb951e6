package sleeper.stepfunctions.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.stepfunctions.definition.Catcher;
import sleeper.stepfunctions.definition.DataFlow;
import sleeper.stepfunctions.definition.FailState;
import sleeper.stepfunctions.definition.ParallelState;
import sleeper.stepfunctions.definition.PassState;
import sleeper.stepfunctions.definition.Quantity;
import sleeper.stepfunctions.definition.Retrier;
import sleeper.stepfunctions.definition.State;
import sleeper.stepfunctions.definition.StateGraph;
import sleeper.stepfunctions.definition.SucceedState;
import sleeper.stepfunctions.definition.TaskState;
import sleeper.stepfunctions.definition.TextValue;
import sleeper.stepfunctions.definition.Timestamps;
import sleeper.stepfunctions.definition.Transition;
import sleeper.stepfunctions.definition.WaitState;

/** Reads one state. One use. A state with faults is returned as well as can be: it is never run. */
final class StateParser {
    static final long MAX_SECONDS = 99_999_999;

    private final String name;
    private final FieldReader fields;
    private final GraphParser.Targets targets;
    private final VariableScopes scope;
    private final GraphParser graphs;
    private final DataFlowParser data;

    StateParser(
            String name, FieldReader fields, GraphParser.Targets targets, VariableScopes scope, GraphParser graphs) {
        this.name = name;
        this.fields = fields;
        this.targets = targets;
        this.scope = scope;
        this.graphs = graphs;
        this.data = new DataFlowParser(fields, scope);
    }

    State parse() {
        Optional<String> type = fields.requiredText("Type");
        fields.ignore("Comment");
        if (QueryLanguage.isRefused(fields) || type.isEmpty()) {
            noteTargetsOnly();
            return nothing();
        }
        State state = switch (type.get()) {
            case "Pass" -> pass();
            case "Task" -> task();
            case "Choice" -> new ChoiceParser(name, fields, targets, scope).parse();
            case "Wait" -> waiting();
            case "Succeed" -> new SucceedState(name, data.paths().build());
            case "Fail" -> fail();
            case "Parallel" -> parallel();
            case "Map" -> new MapParser(name, fields, this).parse();
            default -> {
                fields.faultAt(
                        "Type",
                        "The value must be one of [Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map], but is '"
                                + type.get() + "'");
                noteTargetsOnly();
                fields.names().forEach(fields::ignore);
                yield nothing();
            }
        };
        fields.refuseOthers();
        return state;
    }

    /** Where a state leads that is not looked at further, so that the states behind it do not count as unreachable. */
    private void noteTargetsOnly() {
        noteTargets(fields);
        for (String list : List.of("Choices", "Catch")) {
            fields.value(list)
                    .filter(JsonNode::isArray)
                    .ifPresent(array -> fields.objects(list).forEach(this::noteTargets));
        }
    }

    private void noteTargets(FieldReader reader) {
        for (String field : List.of("Next", "Default")) {
            reader.value(field)
                    .filter(JsonNode::isTextual)
                    .ifPresent(next -> targets.add(name, next.textValue(), reader.pointerTo(field)));
        }
    }

    private State nothing() {
        return new SucceedState(name, DataFlowParser.none());
    }

    private PassState pass() {
        DataFlow flow = data.paths().parameters().resultPath().assign().build();
        return new PassState(name, flow, fields.value("Result"), transition());
    }

    private TaskState task() {
        DataFlow flow =
                data.paths().parameters().resultSelector().resultPath().assign().build();
        Optional<String> resource = fields.requiredText("Resource");
        fields.ignore("Credentials");
        Optional<Quantity> timeout = seconds("TimeoutSeconds");
        Optional<Quantity> heartbeat = seconds("HeartbeatSeconds");
        if (timeout.orElse(null) instanceof Quantity.Fixed most
                && heartbeat.orElse(null) instanceof Quantity.Fixed silent
                && silent.value().compareTo(most.value()) >= 0) {
            fields.faultAt("HeartbeatSeconds", "HeartbeatSeconds must be smaller than TimeoutSeconds");
        }
        return new TaskState(name, flow, resource.orElse(""), timeout, heartbeat, retriers(), catchers(), transition());
    }

    private Optional<Quantity> seconds(String field) {
        fields.exclusive(field, field + "Path");
        Optional<Quantity> path = fields.path(field + "Path").map(Quantity.At::new);
        return path.isPresent()
                ? path
                : fields.integer(field, 1, MAX_SECONDS).stream()
                        .mapToObj(value -> (Quantity) Quantity.Fixed.of(value))
                        .findFirst();
    }

    private WaitState waiting() {
        DataFlow flow = data.paths().assign().build();
        List<WaitState.Until> given = new ArrayList<>();
        fields.integer("Seconds", 0, MAX_SECONDS).ifPresent(seconds -> given.add(new WaitState.Until.Seconds(seconds)));
        fields.path("SecondsPath").ifPresent(path -> given.add(new WaitState.Until.SecondsAt(path)));
        fields.text("Timestamp").ifPresent(text -> given.add(timestamp(text)));
        fields.path("TimestampPath").ifPresent(path -> given.add(new WaitState.Until.TimestampAt(path)));
        long named = Stream.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath")
                .filter(fields::has)
                .count();
        if (named != 1) {
            fields.fault("A Wait state must have exactly one of [Seconds, SecondsPath, Timestamp, TimestampPath]");
        }
        WaitState.Until until = given.isEmpty() ? new WaitState.Until.Seconds(0) : given.get(0);
        return new WaitState(name, flow, until, transition());
    }

    private WaitState.Until timestamp(String text) {
        Optional<Instant> instant = Timestamps.parse(text);
        if (instant.isEmpty()) {
            fields.faultAt("Timestamp", "The value is not a valid ISO-8601 timestamp: " + text);
        }
        return new WaitState.Until.Timestamp(instant.orElse(Instant.EPOCH));
    }

    private FailState fail() {
        return new FailState(name, DataFlowParser.none(), textOrPath("Error"), textOrPath("Cause"));
    }

    private Optional<TextValue> textOrPath(String field) {
        fields.exclusive(field, field + "Path");
        Optional<TextValue> path = fields.pathOrIntrinsic(field + "Path").map(TextValue.At::new);
        return path.isPresent() ? path : fields.text(field).map(TextValue.Fixed::new);
    }

    private ParallelState parallel() {
        DataFlow flow =
                data.paths().parameters().resultSelector().resultPath().assign().build();
        if (!fields.has("Branches")) {
            fields.missing("Branches");
        }
        List<FieldReader> readers = fields.objects("Branches");
        if (fields.value("Branches").filter(JsonNode::isArray).isPresent() && readers.isEmpty()) {
            fields.faultAt("Branches", "At least one branch is required");
        }
        List<StateGraph> branches = new ArrayList<>();
        for (FieldReader branch : readers) {
            branch.ignore("Comment");
            graphs.parse(branch, scope.newInner()).ifPresent(branches::add);
            branch.refuseOthers();
        }
        return new ParallelState(name, flow, branches, retriers(), catchers(), transition());
    }

    List<Retrier> retriers() {
        return ErrorHandlingParser.retriers(fields);
    }

    List<Catcher> catchers() {
        return ErrorHandlingParser.catchers(fields, data, (next, pointer) -> targets.add(name, next, pointer));
    }

    DataFlowParser data() {
        return data;
    }

    /** The graph of a Map's processor. */
    Optional<StateGraph> innerGraph(FieldReader processor) {
        return graphs.parse(processor, scope.newInner());
    }

    Transition transition() {
        Optional<String> next = fields.text("Next");
        boolean end = fields.flag("End");
        if (next.isPresent() == end) {
            fields.fault("A state must have either \"Next\" or \"End\": true");
        }
        next.ifPresent(target -> targets.add(name, target, fields.pointerTo("Next")));
        return new Transition(next);
    }
}
