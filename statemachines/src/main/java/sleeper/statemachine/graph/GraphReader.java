package sleeper.statemachine.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.json.StoredJson;
import sleeper.statemachine.graph.GraphEdge.Kind;

/** Reads graphs from definitions. What a definition leaves out is as Step Functions takes it. */
final class GraphReader {
    private static final String INTEGRATION = ":states:::";
    private static final int DEFAULT_ATTEMPTS = 3;
    private static final int DEFAULT_INTERVAL_SECONDS = 1;

    private GraphReader() {}

    static MachineGraph graph(JsonNode graph) {
        List<GraphState> states = new ArrayList<>();
        StoredJson.require(graph, "States")
                .properties()
                .forEach(entry -> states.add(state(entry.getKey(), entry.getValue())));
        return new MachineGraph(
                StoredJson.text(graph, "StartAt"), graph.path("Comment").asText(), states);
    }

    private static GraphState state(String name, JsonNode state) {
        return new GraphState(
                name,
                state.path("Type").asText(),
                resource(state),
                state.path("Comment").asText(),
                edges(name, state),
                StateGraphs.within(state).stream().map(GraphReader::graph).toList());
    }

    private static String resource(JsonNode state) {
        String arn = state.path("Resource").asText();
        int service = arn.indexOf(INTEGRATION);
        String called = service < 0 ? arn : arn.substring(service + INTEGRATION.length());
        String function = state.at("/Parameters/FunctionName").asText();
        return function.isEmpty() ? called : called + " " + function;
    }

    private static List<GraphEdge> edges(String name, JsonNode state) {
        List<GraphEdge> edges = new ArrayList<>();
        state.path("Choices").forEach(rule -> edges.add(edge(Kind.CHOICE, target(rule), ConditionWords.of(rule))));
        if (state.has("Default")) {
            edges.add(edge(Kind.DEFAULT, state.get("Default").asText(), ""));
        }
        if (state.has("Next")) {
            edges.add(edge(Kind.NEXT, target(state), ""));
        }
        state.path("Retry").forEach(rule -> edges.add(new GraphEdge(Kind.RETRY, name, errors(rule), retryWords(rule))));
        state.path("Catch").forEach(rule -> edges.add(new GraphEdge(Kind.CATCH, target(rule), errors(rule), "")));
        return edges;
    }

    private static GraphEdge edge(Kind kind, String to, String words) {
        return new GraphEdge(kind, to, List.of(), words);
    }

    private static String target(JsonNode rule) {
        return rule.path("Next").asText();
    }

    private static List<String> errors(JsonNode rule) {
        List<String> names = new ArrayList<>();
        rule.path("ErrorEquals").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static String retryWords(JsonNode retry) {
        String words = retry.path("MaxAttempts").asInt(DEFAULT_ATTEMPTS) + " times, from "
                + retry.path("IntervalSeconds").asInt(DEFAULT_INTERVAL_SECONDS) + " s";
        return retry.has("MaxDelaySeconds")
                ? words + ", at most " + retry.get("MaxDelaySeconds").asInt() + " s"
                : words;
    }
}
