package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sleeper.stepfunctions.definition.Catcher;
import sleeper.stepfunctions.definition.FailState;
import sleeper.stepfunctions.definition.State;
import sleeper.stepfunctions.definition.StateGraph;
import sleeper.stepfunctions.definition.Transition;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Scope;
import sleeper.stepfunctions.expression.Variables;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;

/**
 * One thread of control through a graph: the top level, a branch of a Parallel or an iteration of a Map. It is in one state at a time;
 * what that state waits for is its {@link Activity}.
 */
final class Branch {
    private final ExecutionRun run;
    private final StateGraph graph;
    private final Optional<BranchOwner> owner;
    private final Optional<ObjectNode> mapContext;
    private Variables variables;
    private long lastEventId;

    private State state;
    private JsonNode rawInput;
    private long enteredEventId;
    private Instant enteredTime;
    private RetryCounter retries;
    private Optional<String> taskToken = Optional.empty();
    private Activity activity;
    private boolean abandoned;
    private Optional<String> failedBy = Optional.empty();

    /** Is called when a branch ends. */
    interface BranchOwner {
        void ended(Branch branch, JsonNode output);

        void failed(Branch branch, StateError error);
    }

    /**
     * @param owner      the Parallel or Map that it belongs to; empty for the top level
     * @param variables  those of the scope around it, as a new scope
     * @param mapContext {@code $$.Map}, within an iteration
     * @param eventId    the event that its first state follows
     */
    Branch(
            ExecutionRun run,
            StateGraph graph,
            Optional<BranchOwner> owner,
            Variables variables,
            Optional<ObjectNode> mapContext,
            long eventId) {
        this.run = run;
        this.graph = graph;
        this.owner = owner;
        this.variables = variables;
        this.mapContext = mapContext;
        this.lastEventId = eventId;
    }

    /** Enters the first state, in a step of its own. */
    void begin(JsonNode input) {
        begin(new EnteringActivity(this, graph.startAt(), input));
    }

    /** Enters a state and runs it. */
    void enter(String name, JsonNode input) {
        state = graph.state(name);
        rawInput = input;
        retries = new RetryCounter(state.retriers());
        taskToken = Optional.empty();
        enteredTime = run.now();
        enteredEventId = event(StateEventTypes.of(state).entered(), EventDetails.stateEntered(name, Json.write(input)));
        attempt();
    }

    /** Runs the state from its beginning: when it is entered, and at each retry. */
    void attempt() {
        activity = new EnteredActivity(this);
        guarded(() -> state.accept(new StateRunner(this)));
    }

    /** Runs a computation of this state, whose failure is the state's. */
    void guarded(Runnable computation) {
        try {
            computation.run();
        } catch (StateException e) {
            fail(e.error(), Optional.empty());
        }
    }

    /** Waits for something. */
    void begin(Activity next) {
        activity = next;
        next.start();
    }

    /** Whether the branch still waits for this. */
    boolean isAt(Activity candidate) {
        return activity == candidate && !abandoned && !run.isClosed();
    }

    /** Ends the state with a result that goes through ResultSelector, ResultPath and OutputPath. */
    void complete(JsonNode result, Transition transition) {
        guarded(() -> {
            DataSteps steps = steps();
            Scope scope = scope(result);
            Map<String, JsonNode> assigned = steps.assigned(state.data().assign(), scope);
            exit(steps.output(rawInput, scope), assigned, transition);
        });
    }

    /** Ends the state with its output. */
    void exit(JsonNode output, Map<String, JsonNode> assigned, Transition transition) {
        String text = Json.write(output);
        DataSteps.checkSize(text, state.name());
        event(StateEventTypes.of(state).exited().orElseThrow(), EventDetails.stateExited(state.name(), text, assigned));
        variables = variables.with(assigned);
        if (transition.next().isPresent()) {
            begin(new EnteringActivity(this, transition.next().get(), output));
        } else {
            activity = EndedActivity.INSTANCE;
            finish(output);
        }
    }

    private void finish(JsonNode output) {
        if (owner.isPresent()) {
            owner.get().ended(this, output);
        } else {
            run.succeed(output, lastEventId);
        }
    }

    /**
     * Fails the state: retries it, or goes on with a catcher, or fails the branch.
     *
     * @param eventUnlessRetried an event that is written if the state is not retried
     */
    void fail(StateError error, Optional<EventType> eventUnlessRetried) {
        if (error.isRuntime()) {
            run.fail(error, lastEventId);
            return;
        }
        Optional<Duration> pause = retries.next(error, run.chance().random());
        if (pause.isPresent()) {
            begin(new PauseActivity(this, PauseActivity.Purpose.RETRY, run.now().plus(pause.get())));
            return;
        }
        eventUnlessRetried.ifPresent(type -> event(type, EventDetails.none()));
        for (Catcher catcher : state.catchers()) {
            if (error.matches(catcher.errorEquals())) {
                caught(catcher, error);
                return;
            }
        }
        propagate(error);
    }

    private void caught(Catcher catcher, StateError error) {
        try {
            DataSteps steps = steps();
            JsonNode errorOutput = error.output();
            Map<String, JsonNode> assigned = steps.assigned(catcher.assign(), scope(errorOutput));
            JsonNode output = steps.place(catcher.resultPath(), rawInput, errorOutput);
            exit(output, assigned, Transition.to(catcher.next()));
        } catch (StateException e) {
            propagate(e.error());
        }
    }

    private void propagate(StateError error) {
        failedBy = error.error();
        if (owner.isPresent() && !error.isRuntime()) {
            owner.get().failed(this, error);
        } else {
            run.fail(error, lastEventId);
        }
    }

    /** Writes an event that follows the branch's last one, and becomes it. */
    long event(EventType type, ObjectNode details) {
        lastEventId = run.event(type, lastEventId, details);
        return lastEventId;
    }

    /** Ends the branch where it is, without events; it still knows where that is. */
    void abandon() {
        activity.abandon();
        abandoned = true;
    }

    /** Writes that the state in progress was ended because a sibling failed. */
    void writeAborted(long previousEventId) {
        if (abandoned || activity instanceof EndedActivity || activity instanceof EnteringActivity) {
            return;
        }
        activity.writeAborted(previousEventId);
        StateEventTypes.of(state).aborted().ifPresent(type -> run.event(type, previousEventId, EventDetails.none()));
    }

    DataSteps steps() {
        return new DataSteps(state.name(), enteredEventId, state.data());
    }

    /** What expressions of the current state read, with a meaning for {@code $}. */
    Scope scope(JsonNode root) {
        return new Scope(root, ContextObject.of(run.start(), run.redrives(), this), variables, run.chance());
    }

    ExecutionRun run() {
        return run;
    }

    State state() {
        return state;
    }

    JsonNode rawInput() {
        return rawInput;
    }

    Instant enteredTime() {
        return enteredTime;
    }

    Variables variables() {
        return variables;
    }

    Optional<ObjectNode> mapContext() {
        return mapContext;
    }

    RetryCounter retries() {
        return retries;
    }

    Optional<String> taskToken() {
        return taskToken;
    }

    void useTaskToken(String token) {
        taskToken = Optional.of(token);
    }

    long lastEventId() {
        return lastEventId;
    }

    void follow(long eventId) {
        lastEventId = eventId;
    }

    /** The position of this branch, with all that is needed to go on. */
    ObjectNode snapshot() {
        ObjectNode json = Json.object().put("last", lastEventId);
        ObjectNode own = json.putObject("variables");
        variables.own().forEach(own::set);
        json.set("activity", activity.snapshot());
        if (state != null) {
            json.put("state", state.name()).put("entered", enteredEventId).put("enteredTime", enteredTime.toString());
            json.set("input", rawInput);
            json.set("retries", retries.snapshot());
            failedBy.ifPresent(error -> json.put("failedBy", error));
        }
        return json;
    }

    /** Takes up a position; {@link #resume} makes it go on. */
    void restore(ObjectNode json) {
        lastEventId = json.get("last").longValue();
        variables = variables.with(fields(json.get("variables")));
        if (json.has("state")) {
            state = graph.state(json.get("state").textValue());
            rawInput = json.get("input");
            enteredEventId = json.get("entered").longValue();
            enteredTime = Instant.parse(json.get("enteredTime").textValue());
            retries = new RetryCounter(state.retriers());
            retries.restore(json.get("retries"));
            failedBy = Optional.ofNullable(json.get("failedBy")).map(JsonNode::textValue);
        }
        activity = ActivityCodec.restore(this, (ObjectNode) json.get("activity"));
    }

    /** Goes on from a restored position. */
    void resume() {
        guarded(activity::start);
    }

    /**
     * Goes on from the restored position of an execution that ended without success: with a fresh count of retries, within a Parallel or
     * Map only with what did not succeed, unless it failed for its size.
     *
     * <p>Source: Step Functions developer guide, "Restarting state machine executions with redrive".
     *
     * @param eventId the event of the redrive
     */
    void redrive(long eventId) {
        lastEventId = eventId;
        boolean tooLarge =
                failedBy.filter(StateError.DATA_LIMIT_EXCEEDED::equals).isPresent();
        failedBy = Optional.empty();
        if (state instanceof FailState) {
            enter(state.name(), rawInput);
            return;
        }
        if (state != null) {
            retries = new RetryCounter(state.retriers());
        }
        if (tooLarge || !activity.redrive(eventId)) {
            attempt();
        }
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }
}
