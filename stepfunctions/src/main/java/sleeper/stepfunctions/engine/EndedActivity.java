package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.stepfunctions.expression.Json;

/** Nothing is left to do: the branch has come to its end, or was ended. */
enum EndedActivity implements Activity {
    INSTANCE;

    static final String KIND = "ended";

    @Override
    public ObjectNode snapshot() {
        return Json.object().put("kind", KIND);
    }

    @Override
    public void start() {}

    @Override
    public void abandon() {}
}
