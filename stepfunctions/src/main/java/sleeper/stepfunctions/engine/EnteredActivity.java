package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.stepfunctions.expression.Json;

/** The state was entered and has not begun to wait for anything; starting it runs the state from its beginning. */
record EnteredActivity(Branch branch) implements Activity {
    static final String KIND = "entered";

    @Override
    public ObjectNode snapshot() {
        return Json.object().put("kind", KIND);
    }

    @Override
    public void start() {
        branch.attempt();
    }

    @Override
    public void abandon() {}
}
