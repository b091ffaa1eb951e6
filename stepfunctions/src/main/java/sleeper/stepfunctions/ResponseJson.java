package sleeper.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.StateMachineRecord;

/** The shapes of responses. Times are seconds since 1970 with a fraction, as the AWS JSON protocols have them. */
final class ResponseJson {
    private static final List<String> DATA_FIELDS =
            List.of("input", "output", "inputDetails", "outputDetails", "parameters", "assignedVariables");

    private ResponseJson() {}

    static ObjectNode putTime(ObjectNode json, String field, Instant time) {
        return json.put(field, BigDecimal.valueOf(time.toEpochMilli(), 3));
    }

    static ObjectNode stateMachine(StateMachineRecord machine) {
        ObjectNode json = Json.object()
                .put("stateMachineArn", machine.arn())
                .put("name", machine.name())
                .put("status", "ACTIVE")
                .put("definition", machine.definition())
                .put("roleArn", machine.roleArn())
                .put("type", "STANDARD");
        putTime(json, "creationDate", machine.creationDate());
        putConfiguration(json);
        machine.revisionId().ifPresent(id -> json.put("revisionId", id));
        return json;
    }

    static ObjectNode stateMachineListItem(StateMachineRecord machine) {
        ObjectNode json = Json.object()
                .put("stateMachineArn", machine.arn())
                .put("name", machine.name())
                .put("type", "STANDARD");
        return putTime(json, "creationDate", machine.creationDate());
    }

    static ObjectNode stateMachineOf(ExecutionDescription execution) {
        ObjectNode json = Json.object()
                .put("stateMachineArn", execution.start().stateMachineArn())
                .put("name", execution.start().stateMachineName())
                .put("definition", execution.start().definition())
                .put("roleArn", execution.start().roleArn());
        putTime(json, "updateDate", execution.start().startDate());
        putConfiguration(json);
        return json;
    }

    private static void putConfiguration(ObjectNode json) {
        json.putObject("loggingConfiguration").put("level", "OFF").put("includeExecutionData", false);
        json.putObject("tracingConfiguration").put("enabled", false);
    }

    static ObjectNode execution(ExecutionDescription execution) {
        ObjectNode json =
                executionListItem(execution).put("input", execution.start().input());
        json.putObject("inputDetails").put("included", true);
        execution.output().ifPresent(output -> {
            json.put("output", output);
            json.putObject("outputDetails").put("included", true);
        });
        execution.error().ifPresent(error -> json.put("error", error));
        execution.cause().ifPresent(cause -> json.put("cause", cause));
        if (!execution.status().isClosed()) {
            execution
                    .waiting()
                    .ifPresent(why -> json.put("error", ExecutionDescription.NOT_SAVED_YET)
                            .put("cause", why));
        }
        return putRedriveStatus(json, execution.notRedrivable());
    }

    static ObjectNode putRedriveStatus(ObjectNode json, Optional<String> notRedrivable) {
        json.put("redriveStatus", notRedrivable.isPresent() ? "NOT_REDRIVABLE" : "REDRIVABLE");
        notRedrivable.ifPresent(reason -> json.put("redriveStatusReason", reason));
        return json;
    }

    static ObjectNode executionListItem(ExecutionDescription execution) {
        ObjectNode json = Json.object()
                .put("executionArn", execution.start().arn())
                .put("stateMachineArn", execution.start().stateMachineArn())
                .put("name", execution.start().name())
                .put("status", execution.status().name())
                .put("redriveCount", execution.redrives().count());
        putTime(json, "startDate", execution.start().startDate());
        execution.stopDate().ifPresent(stop -> putTime(json, "stopDate", stop));
        execution.redrives().last().ifPresent(date -> putTime(json, "redriveDate", date));
        return json;
    }

    /** @param data whether inputs and outputs are shown */
    static ObjectNode event(HistoryEvent event, boolean data) {
        ObjectNode json = Json.object();
        putTime(json, "timestamp", event.timestamp());
        json.put("type", event.type().wireName()).put("id", event.id()).put("previousEventId", event.previousEventId());
        event.type().detailsField().ifPresent(field -> {
            ObjectNode details = event.details().deepCopy();
            if (!data) {
                details.remove(DATA_FIELDS);
            }
            json.set(field, details);
        });
        return json;
    }
}
