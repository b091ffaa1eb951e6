package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Scope;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;

/** An inline Map: waiting for its iterations, a bounded number at once, or for the first that fails. */
final class MapActivity implements Activity, Branch.BranchOwner {
    static final String KIND = "map";

    private final Branch branch;
    private final MapState state;
    private final JsonNode input;
    private final JsonNode items;
    private final int concurrency;
    private final Map<Integer, Branch> running = new LinkedHashMap<>();
    private final JsonNode[] results;
    private int started;
    private int ended;
    private boolean restored;
    private boolean abandoned;

    /**
     * @param input       the Map's effective input, which ItemSelector reads
     * @param items       an array
     * @param concurrency iterations at once; one or more
     */
    MapActivity(Branch branch, MapState state, JsonNode input, JsonNode items, int concurrency) {
        this.branch = branch;
        this.state = state;
        this.input = input;
        this.items = items;
        this.concurrency = concurrency;
        this.results = new JsonNode[items.size()];
    }

    static MapActivity restore(Branch branch, MapState state, ObjectNode json) {
        MapActivity activity = new MapActivity(
                branch,
                state,
                json.get("input"),
                json.get("items"),
                json.get("concurrency").intValue());
        activity.restored = true;
        activity.started = json.get("started").intValue();
        json.get("results").properties().forEach(entry -> {
            activity.results[Integer.parseInt(entry.getKey())] = entry.getValue();
            activity.ended++;
        });
        json.get("running").properties().forEach(entry -> {
            int index = Integer.parseInt(entry.getKey());
            Branch iteration = activity.newIteration(index, 0);
            iteration.restore((ObjectNode) entry.getValue());
            activity.running.put(index, iteration);
        });
        return activity;
    }

    @Override
    public ObjectNode snapshot() {
        ObjectNode json =
                Json.object().put("kind", KIND).put("concurrency", concurrency).put("started", started);
        json.set("input", input);
        json.set("items", items);
        ObjectNode resultsJson = json.putObject("results");
        for (int i = 0; i < results.length; i++) {
            if (results[i] != null) {
                resultsJson.set(Integer.toString(i), results[i]);
            }
        }
        ObjectNode runningJson = json.putObject("running");
        running.forEach((index, iteration) -> runningJson.set(Integer.toString(index), iteration.snapshot()));
        return json;
    }

    /** Whether there is nothing to do. */
    boolean isEmpty() {
        return items.isEmpty();
    }

    @Override
    public void start() {
        if (restored) {
            running.values().forEach(iteration -> branch.run().later(iteration::resume));
            return;
        }
        startAsManyAsAllowed(branch.lastEventId());
    }

    private void startAsManyAsAllowed(long follows) {
        while (started < items.size() && running.size() < concurrency) {
            startNext(follows);
        }
    }

    @Override
    public boolean redrive(long eventId) {
        if (ended == items.size()) {
            return false;
        }
        List.copyOf(running.values()).forEach(iteration -> branch.run().later(() -> iteration.redrive(eventId)));
        branch.guarded(() -> startAsManyAsAllowed(eventId));
        return true;
    }

    private void startNext(long follows) {
        int index = started;
        JsonNode iterationInput = iterationInput(index);
        started++;
        long event = branch.run()
                .event(EventType.MAP_ITERATION_STARTED, follows, EventDetails.iteration(state.name(), index));
        Branch iteration = newIteration(index, event);
        running.put(index, iteration);
        iteration.begin(iterationInput);
    }

    private JsonNode iterationInput(int index) {
        if (state.itemSelector().isEmpty()) {
            return items.get(index);
        }
        Scope mapScope = branch.scope(input);
        ObjectNode context = mapScope.context().deepCopy();
        context.set("Map", mapContext(index));
        Scope scope = new Scope(input, context, mapScope.variables(), mapScope.chance());
        return branch.steps().evaluate(state.itemSelector().get(), scope);
    }

    private ObjectNode mapContext(int index) {
        ObjectNode map = Json.object();
        map.putObject("Item").put("Index", index).set("Value", items.get(index));
        return map;
    }

    private Branch newIteration(int index, long eventId) {
        return new Branch(
                branch.run(),
                state.processor(),
                Optional.of(this),
                branch.variables().innerScope(),
                Optional.of(mapContext(index)),
                eventId);
    }

    @Override
    public void ended(Branch iteration, JsonNode output) {
        if (!branch.isAt(this)) {
            return;
        }
        int index = indexOf(iteration);
        running.remove(index);
        results[index] = output;
        ended++;
        long succeeded = branch.run()
                .event(
                        EventType.MAP_ITERATION_SUCCEEDED,
                        iteration.lastEventId(),
                        EventDetails.iteration(state.name(), index));
        if (ended == items.size()) {
            finish(succeeded);
        } else if (started < items.size()) {
            branch.guarded(() -> startNext(iteration.lastEventId()));
        }
    }

    private void finish(long lastEvent) {
        branch.follow(lastEvent);
        branch.run().event(EventType.MAP_STATE_SUCCEEDED, lastEvent, EventDetails.none());
        ArrayNode result = JsonNodeFactory.instance.arrayNode(results.length);
        for (JsonNode each : results) {
            result.add(each);
        }
        branch.complete(result, state.transition());
    }

    @Override
    public void failed(Branch iteration, StateError error) {
        if (!branch.isAt(this)) {
            return;
        }
        long failure = iteration.lastEventId();
        int failedIndex = indexOf(iteration);
        branch.run().event(EventType.MAP_ITERATION_FAILED, failure, EventDetails.iteration(state.name(), failedIndex));
        iteration.writeAborted(failure);
        running.forEach((index, other) -> {
            if (index != failedIndex) {
                writeAborted(index, other, failure);
            }
        });
        abandon();
        branch.follow(failure);
        branch.fail(error, Optional.of(EventType.MAP_STATE_FAILED));
    }

    @Override
    public void writeAborted(long previousEventId) {
        if (!abandoned) {
            running.forEach((index, iteration) -> writeAborted(index, iteration, previousEventId));
        }
    }

    private void writeAborted(int index, Branch iteration, long previousEventId) {
        branch.run()
                .event(EventType.MAP_ITERATION_ABORTED, previousEventId, EventDetails.iteration(state.name(), index));
        iteration.writeAborted(previousEventId);
    }

    @Override
    public void abandon() {
        running.values().forEach(Branch::abandon);
        abandoned = true;
    }

    private int indexOf(Branch iteration) {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue() == iteration)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
