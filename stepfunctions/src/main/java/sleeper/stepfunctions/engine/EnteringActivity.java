package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.stepfunctions.expression.Json;

/** About to enter a state, in a step of its own, so that long chains of states neither deepen the stack nor hold up the loop. */
record EnteringActivity(Branch branch, String name, JsonNode input) implements Activity {
    static final String KIND = "entering";

    @Override
    public ObjectNode snapshot() {
        ObjectNode json = Json.object().put("kind", KIND).put("name", name);
        json.set("input", input);
        return json;
    }

    @Override
    public void start() {
        branch.run().later(() -> {
            if (branch.isAt(this)) {
                branch.enter(name, input);
            }
        });
    }

    @Override
    public boolean redrive(long eventId) {
        start();
        return true;
    }

    @Override
    public void abandon() {}
}
