package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.definition.ParallelState;
import sleeper.stepfunctions.definition.TaskState;

/** Makes activities of their snapshots. */
final class ActivityCodec {
    private ActivityCodec() {}

    static Activity restore(Branch branch, ObjectNode json) {
        String kind = json.get("kind").textValue();
        return switch (kind) {
            case EnteredActivity.KIND -> new EnteredActivity(branch);
            case EnteringActivity.KIND ->
                new EnteringActivity(branch, json.get("name").textValue(), json.get("input"));
            case EndedActivity.KIND -> EndedActivity.INSTANCE;
            case "RETRY", "WAIT" ->
                new PauseActivity(
                        branch,
                        PauseActivity.Purpose.valueOf(kind),
                        Instant.parse(json.get("until").textValue()));
            case TaskActivity.KIND -> new TaskActivity(branch, (TaskState) branch.state());
            case ParallelActivity.KIND -> ParallelActivity.restore(branch, (ParallelState) branch.state(), json);
            case MapActivity.KIND -> MapActivity.restore(branch, (MapState) branch.state(), json);
            default -> throw new IllegalStateException("Unknown activity '" + kind + "' in a saved execution");
        };
    }
}
