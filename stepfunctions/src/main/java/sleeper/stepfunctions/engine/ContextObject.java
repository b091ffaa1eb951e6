package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.definition.ParallelState;
import sleeper.stepfunctions.definition.State;
import sleeper.stepfunctions.definition.TaskState;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.Redrives;

/** The context object, {@code $$}. Source: Step Functions developer guide, "Accessing execution data from the Context object". */
final class ContextObject {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ContextObject() {}

    static ObjectNode of(ExecutionStart start, Redrives redrives, Branch branch) {
        ObjectNode context = Json.object();
        ObjectNode execution = context.putObject("Execution").put("Id", start.arn());
        execution.set("Input", Json.readKnown(start.input()));
        execution
                .put("StartTime", time(start.startDate()))
                .put("Name", start.name())
                .put("RoleArn", start.roleArn())
                .put("RedriveCount", redrives.count());
        redrives.last().ifPresent(at -> execution.put("RedriveTime", time(at)));
        context.putObject("StateMachine").put("Id", start.stateMachineArn()).put("Name", start.stateMachineName());
        State current = branch.state();
        ObjectNode state =
                context.putObject("State").put("Name", current.name()).put("EnteredTime", time(branch.enteredTime()));
        if (current instanceof TaskState || current instanceof ParallelState || current instanceof MapState) {
            state.put("RetryCount", branch.retries().count());
        }
        branch.taskToken().ifPresent(token -> context.putObject("Task").put("Token", token));
        branch.mapContext().ifPresent(map -> context.set("Map", map));
        return context;
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
