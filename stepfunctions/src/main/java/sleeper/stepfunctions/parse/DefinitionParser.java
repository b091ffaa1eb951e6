package sleeper.stepfunctions.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.stepfunctions.definition.StateGraph;
import sleeper.stepfunctions.definition.StateMachineDefinition;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Unicode;

/** Reads a whole definition. */
public final class DefinitionParser {
    private static final long MAX_SECONDS = 99_999_999;

    private DefinitionParser() {}

    /**
     * Reads a definition.
     *
     * @param text JSON in the Amazon States Language, JSONPath dialect
     * @throws InvalidDefinitionException with all faults, if there are any
     */
    public static StateMachineDefinition parse(String text) {
        FaultList faults = new FaultList();
        JsonNode json = read(text, faults);
        FieldReader fields = FieldReader.of(json, "", faults);
        fields.ignore("Comment", "Version");
        if (QueryLanguage.isRefused(fields)) {
            faults.throwIfAny();
        }
        OptionalLong timeout = fields.integer("TimeoutSeconds", 1, MAX_SECONDS);
        VariableScopes scope = VariableScopes.topLevel();
        GraphParser graphs = new GraphParser();
        Optional<StateGraph> graph = graphs.parse(fields, scope);
        fields.refuseOthers();
        scope.check(faults);
        faults.throwIfAny();
        return new StateMachineDefinition(graph.orElseThrow(), timeout);
    }

    private static JsonNode read(String text, FaultList faults) {
        try {
            JsonNode json = Json.readWithoutDuplicates(text);
            Unicode.pointerToNoText(json)
                    .ifPresent(pointer ->
                            faults.add(DefinitionFault.JSON, "Half of a surrogate pair, which is no text", pointer));
            faults.throwIfAny();
            return json;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            faults.add(DefinitionFault.JSON, Json.problem(e) + where, "");
            faults.throwIfAny();
            throw new IllegalStateException("A fault was noted", e);
        }
    }
}
