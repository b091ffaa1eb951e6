package sleeper.statemachine.permission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A statement of an identity's policy, which allows.
 *
 * @param sid        unique in its policy; letters and digits
 * @param actions    ascending; at least one
 * @param resources  ascending; at least one
 * @param conditions values by operator and key; may be empty
 */
public record Statement(
        String sid, List<String> actions, List<String> resources, Map<String, Map<String, List<String>>> conditions) {
    public Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
    }

    /** @return as a policy document has it: one value stands alone, several in an array */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("Sid", sid).put("Effect", "Allow");
        putValues(json, "Action", actions);
        putValues(json, "Resource", resources);
        if (!conditions.isEmpty()) {
            ObjectNode operators = json.putObject("Condition");
            conditions.forEach((operator, keys) -> {
                ObjectNode ofOperator = operators.putObject(operator);
                keys.forEach((key, values) -> putValues(ofOperator, key, values));
            });
        }
        return json;
    }

    private static void putValues(ObjectNode json, String key, List<String> values) {
        if (values.size() == 1) {
            json.put(key, values.get(0));
        } else {
            ArrayNode array = json.putArray(key);
            values.forEach(array::add);
        }
    }

    /** @return a policy document of the statements */
    public static ObjectNode document(List<Statement> statements) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ArrayNode all = document.putArray("Statement");
        statements.forEach(statement -> all.add(statement.toJson()));
        return document;
    }
}
