package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import sleeper.stepfunctions.definition.WaitState;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Scope;

/** Waiting for an instant: a Wait state's, or that of the next retry. After a restart the instant is the same. */
final class PauseActivity implements Activity {
    private final Branch branch;
    private final Purpose purpose;
    private final Instant until;
    private RunTimer timer;

    /** What happens then; the names are stored. */
    enum Purpose {
        RETRY,
        WAIT
    }

    PauseActivity(Branch branch, Purpose purpose, Instant until) {
        this.branch = branch;
        this.purpose = purpose;
        this.until = until;
    }

    @Override
    public ObjectNode snapshot() {
        return Json.object().put("kind", purpose.name()).put("until", until.toString());
    }

    @Override
    public void start() {
        timer = branch.run().timer(until, this::over);
    }

    @Override
    public void abandon() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void over() {
        if (!branch.isAt(this)) {
            return;
        }
        if (purpose == Purpose.RETRY) {
            branch.attempt();
        } else {
            branch.guarded(this::exitWaitState);
        }
    }

    private void exitWaitState() {
        WaitState state = (WaitState) branch.state();
        DataSteps steps = branch.steps();
        Scope scope = branch.scope(steps.selectInput(branch.scope(branch.rawInput())));
        Map<String, JsonNode> assigned = steps.assigned(state.data().assign(), scope);
        branch.exit(steps.selectOutput(scope), assigned, state.transition());
    }
}
