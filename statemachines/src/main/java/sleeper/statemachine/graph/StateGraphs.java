package sleeper.statemachine.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Graphs of states as JSON: what has {@code StartAt} and {@code States}. */
public final class StateGraphs {
    private StateGraphs() {}

    /** @return the graphs that a state runs: the branches of a Parallel, or what a Map repeats */
    public static List<ObjectNode> within(JsonNode state) {
        List<JsonNode> graphs = new ArrayList<>();
        state.path("Branches").forEach(graphs::add);
        graphs.add(state.path("ItemProcessor"));
        graphs.add(state.path("Iterator"));
        return graphs.stream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** @return every state of a graph and of the graphs that its states run, by name, in the order of the file */
    public static Map<String, JsonNode> allStates(JsonNode graph) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        graph.get("States").properties().forEach(entry -> {
            all.put(entry.getKey(), entry.getValue());
            within(entry.getValue()).forEach(branch -> all.putAll(allStates(branch)));
        });
        return all;
    }

    /** @return names of the states of a graph that its start leads to, over whatever ways */
    public static Set<String> reached(ObjectNode graph) {
        JsonNode states = graph.get("States");
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(graph.get("StartAt").asText()));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (reached.add(name)) {
                open.addAll(successors(states.get(name)));
            }
        }
        return reached;
    }

    private static List<String> successors(JsonNode state) {
        List<String> names = new ArrayList<>();
        for (String key : List.of("Next", "Default")) {
            Optional.ofNullable(state.get(key)).map(JsonNode::asText).ifPresent(names::add);
        }
        for (String key : List.of("Choices", "Catch")) {
            state.path(key).forEach(rule -> names.add(rule.get("Next").asText()));
        }
        return names;
    }
}
