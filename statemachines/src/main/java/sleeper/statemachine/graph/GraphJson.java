package sleeper.statemachine.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.json.StoredJson;

/**
 * Graphs as JSON for those who draw them:
 * {@code {"startAt","comment","states":[{"name","kind","resource","comment","edges":[{"kind","to","errors","words"}],"machines"}]}}.
 * What is empty is left out, apart from {@code edges}.
 */
public final class GraphJson {
    private GraphJson() {}

    public static ObjectNode toJson(MachineGraph graph) {
        ObjectNode json = StoredJson.object().put("startAt", graph.startAt());
        putUnlessEmpty(json, "comment", graph.comment());
        json.set("states", StoredJson.array(graph.states(), GraphJson::toJson));
        return json;
    }

    private static ObjectNode toJson(GraphState state) {
        ObjectNode json = StoredJson.object().put("name", state.name()).put("kind", state.kind());
        putUnlessEmpty(json, "resource", state.resource());
        putUnlessEmpty(json, "comment", state.comment());
        json.set("edges", StoredJson.array(state.edges(), GraphJson::toJson));
        if (!state.machines().isEmpty()) {
            json.set("machines", StoredJson.array(state.machines(), GraphJson::toJson));
        }
        return json;
    }

    private static ObjectNode toJson(GraphEdge edge) {
        ObjectNode json = StoredJson.object().put("kind", edge.kind().word()).put("to", edge.to());
        if (!edge.errors().isEmpty()) {
            json.set("errors", StoredJson.texts(edge.errors()));
        }
        putUnlessEmpty(json, "words", edge.words());
        return json;
    }

    private static void putUnlessEmpty(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }
}
