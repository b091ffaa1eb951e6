package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.stepfunctions.definition.ParallelState;
import sleeper.stepfunctions.definition.StateGraph;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;

/** A Parallel: waiting for all its branches, or for the first that fails. */
final class ParallelActivity implements Activity, Branch.BranchOwner {
    static final String KIND = "parallel";

    private final Branch branch;
    private final ParallelState state;
    private final JsonNode input;
    private final List<Branch> children = new ArrayList<>();
    private final Map<Branch, JsonNode> outputs = new LinkedHashMap<>();
    private boolean restored;

    private ParallelActivity(Branch branch, ParallelState state, JsonNode input) {
        this.branch = branch;
        this.state = state;
        this.input = input;
    }

    /** @param input what each branch gets */
    static ParallelActivity of(Branch branch, ParallelState state, JsonNode input) {
        return new ParallelActivity(branch, state, input);
    }

    static ParallelActivity restore(Branch branch, ParallelState state, ObjectNode json) {
        ParallelActivity activity = new ParallelActivity(branch, state, json.get("input"));
        activity.restored = true;
        for (int i = 0; i < state.branches().size(); i++) {
            ObjectNode childJson = (ObjectNode) json.get("children").get(i);
            Branch child = activity.newChild(state.branches().get(i), 0);
            child.restore(childJson);
            activity.children.add(child);
            if (childJson.has("output")) {
                activity.outputs.put(child, childJson.get("output"));
            }
        }
        return activity;
    }

    @Override
    public ObjectNode snapshot() {
        ObjectNode json = Json.object().put("kind", KIND);
        json.set("input", input);
        ArrayNode array = json.putArray("children");
        for (Branch child : children) {
            ObjectNode childJson = child.snapshot();
            if (outputs.containsKey(child)) {
                childJson.set("output", outputs.get(child));
            }
            array.add(childJson);
        }
        return json;
    }

    @Override
    public void start() {
        if (restored) {
            children.stream()
                    .filter(child -> !outputs.containsKey(child))
                    .forEach(child -> branch.run().later(child::resume));
            return;
        }
        long started = branch.event(EventType.PARALLEL_STATE_STARTED, EventDetails.none());
        for (StateGraph graph : state.branches()) {
            children.add(newChild(graph, started));
        }
        children.forEach(child -> child.begin(input));
    }

    @Override
    public boolean redrive(long eventId) {
        if (outputs.size() == children.size()) {
            return false;
        }
        children.stream()
                .filter(child -> !outputs.containsKey(child))
                .forEach(child -> branch.run().later(() -> child.redrive(eventId)));
        return true;
    }

    private Branch newChild(StateGraph graph, long eventId) {
        return new Branch(
                branch.run(), graph, Optional.of(this), branch.variables().innerScope(), branch.mapContext(), eventId);
    }

    @Override
    public void ended(Branch child, JsonNode output) {
        if (!branch.isAt(this)) {
            return;
        }
        outputs.put(child, output);
        if (outputs.size() < children.size()) {
            return;
        }
        long last = children.stream().mapToLong(Branch::lastEventId).max().orElse(branch.lastEventId());
        branch.follow(last);
        branch.run().event(EventType.PARALLEL_STATE_SUCCEEDED, last, EventDetails.none());
        ArrayNode result = JsonNodeFactory.instance.arrayNode(children.size());
        children.forEach(each -> result.add(outputs.get(each)));
        branch.complete(result, state.transition());
    }

    @Override
    public void failed(Branch child, StateError error) {
        if (!branch.isAt(this)) {
            return;
        }
        long failure = child.lastEventId();
        for (Branch each : children) {
            if (!outputs.containsKey(each)) {
                each.writeAborted(failure);
            }
        }
        abandon();
        branch.follow(failure);
        branch.fail(error, Optional.of(EventType.PARALLEL_STATE_FAILED));
    }

    @Override
    public void abandon() {
        children.stream().filter(child -> !outputs.containsKey(child)).forEach(Branch::abandon);
    }

    @Override
    public void writeAborted(long previousEventId) {
        children.stream()
                .filter(child -> !outputs.containsKey(child))
                .forEach(child -> child.writeAborted(previousEventId));
    }
}
