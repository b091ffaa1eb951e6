package sleeper.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import sleeper.local.asl.expression.Json;
import sleeper.local.asl.history.HistoryEvent;
import sleeper.local.asl.parse.DefinitionFault;
import sleeper.local.asl.store.ExecutionStatus;
import sleeper.local.asl.store.StateMachineRecord;
import sleeper.local.stepfunctions.StepFunctionsException.Code;

/** The operations of the API, from request JSON to response JSON. Source: Step Functions API reference. */
final class Operations {
    private static final int DEFAULT_PAGE = 100;

    private final LocalStepFunctions functions;
    private final Map<String, Function<Request, ObjectNode>> byName = new LinkedHashMap<>();

    Operations(LocalStepFunctions functions) {
        this.functions = functions;
        byName.put("CreateStateMachine", this::createStateMachine);
        byName.put("UpdateStateMachine", this::updateStateMachine);
        byName.put("DeleteStateMachine", this::deleteStateMachine);
        byName.put("DescribeStateMachine", this::describeStateMachine);
        byName.put("ListStateMachines", this::listStateMachines);
        byName.put("ValidateStateMachineDefinition", this::validateDefinition);
        byName.put("StartExecution", this::startExecution);
        byName.put("StopExecution", this::stopExecution);
        byName.put("DescribeExecution", this::describeExecution);
        byName.put("DescribeStateMachineForExecution", this::describeStateMachineForExecution);
        byName.put("ListExecutions", this::listExecutions);
        byName.put("GetExecutionHistory", this::getExecutionHistory);
        byName.put("RedriveExecution", this::redriveExecution);
        byName.put("ListTagsForResource", this::listTags);
        byName.put("TagResource", this::tagResource);
        byName.put("UntagResource", this::untagResource);
    }

    JsonNode call(String operation, ObjectNode request) {
        Function<Request, ObjectNode> found = byName.get(operation);
        if (found == null) {
            throw new StepFunctionsException(
                    Code.UNKNOWN_OPERATION,
                    "The operation " + operation + " is not supported by the embedded run. It knows "
                            + byName.keySet());
        }
        return found.apply(new Request(request));
    }

    String newRequestId() {
        return UUID.randomUUID().toString();
    }

    private ObjectNode createStateMachine(Request request) {
        String type = request.optionalText("type").orElse("STANDARD");
        if (!type.equals("STANDARD")) {
            throw new StepFunctionsException(
                    Code.STATE_MACHINE_TYPE_NOT_SUPPORTED,
                    "State machines of type " + type + " are not supported by the embedded run. Use STANDARD");
        }
        StateMachineRecord machine = functions.createStateMachine(
                request.text("name"), request.text("definition"), request.text("roleArn"), tags(request));
        ObjectNode response = Json.object().put("stateMachineArn", machine.arn());
        return ResponseJson.putTime(response, "creationDate", machine.creationDate());
    }

    private ObjectNode updateStateMachine(Request request) {
        Optional<String> definition = request.optionalText("definition");
        Optional<String> role = request.optionalText("roleArn");
        if (definition.isEmpty() && role.isEmpty()) {
            throw new StepFunctionsException(
                    Code.MISSING_REQUIRED_PARAMETER,
                    "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be"
                            + " specified");
        }
        StateMachineRecord machine = functions.updateStateMachine(request.text("stateMachineArn"), definition, role);
        ObjectNode response =
                Json.object().put("revisionId", machine.revisionId().orElseThrow());
        return ResponseJson.putTime(response, "updateDate", functions.now());
    }

    private ObjectNode deleteStateMachine(Request request) {
        functions.deleteStateMachine(request.text("stateMachineArn"));
        return Json.object();
    }

    private ObjectNode describeStateMachine(Request request) {
        return ResponseJson.stateMachine(functions.describeStateMachine(request.text("stateMachineArn")));
    }

    private ObjectNode listStateMachines(Request request) {
        return Page.of(
                "stateMachines",
                functions.listStateMachines(),
                request,
                DEFAULT_PAGE,
                ResponseJson::stateMachineListItem);
    }

    private ObjectNode validateDefinition(Request request) {
        List<DefinitionFault> faults = functions.validate(request.text("definition"));
        ObjectNode response =
                Json.object().put("result", faults.isEmpty() ? "OK" : "FAIL").put("truncated", false);
        var diagnostics = response.putArray("diagnostics");
        faults.forEach(fault -> diagnostics
                .addObject()
                .put("severity", "ERROR")
                .put("code", fault.code())
                .put("message", fault.problem())
                .put("location", fault.pointer()));
        return response;
    }

    private ObjectNode startExecution(Request request) {
        String machine = request.text("stateMachineArn");
        String input = request.optionalText("input").orElse("{}");
        StartOutcome outcome = request.optionalText("name")
                .map(name -> functions.startExecution(machine, name, input))
                .orElseGet(() -> functions.startExecution(machine, input));
        if (outcome instanceof StartOutcome.AlreadyExists existing) {
            throw new StepFunctionsException(
                    Code.EXECUTION_ALREADY_EXISTS, "Execution Already Exists: '" + existing.executionArn() + "'");
        }
        ObjectNode response = Json.object().put("executionArn", outcome.executionArn());
        return ResponseJson.putTime(response, "startDate", outcome.startDate());
    }

    private ObjectNode stopExecution(Request request) {
        ExecutionDescription stopped = functions.stop(
                request.text("executionArn"), request.optionalText("error"), request.optionalText("cause"));
        return ResponseJson.putTime(
                Json.object(), "stopDate", stopped.stopDate().orElseThrow());
    }

    private ObjectNode describeExecution(Request request) {
        return ResponseJson.execution(functions.describe(request.text("executionArn")));
    }

    private ObjectNode describeStateMachineForExecution(Request request) {
        return ResponseJson.stateMachineOf(functions.describe(request.text("executionArn")));
    }

    private ObjectNode listExecutions(Request request) {
        Optional<ExecutionStatus> status = request.optionalText("statusFilter").map(Operations::status);
        return Page.of(
                "executions",
                functions.list(request.text("stateMachineArn"), status),
                request,
                DEFAULT_PAGE,
                ResponseJson::executionListItem);
    }

    private static ExecutionStatus status(String name) {
        try {
            return ExecutionStatus.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new StepFunctionsException(
                    Code.VALIDATION,
                    "1 validation error detected: Value '" + name + "' at 'statusFilter' failed to satisfy constraint:"
                            + " Member must satisfy enum value set: " + List.of(ExecutionStatus.values()),
                    e);
        }
    }

    private ObjectNode getExecutionHistory(Request request) {
        List<HistoryEvent> events = new ArrayList<>(functions.history(request.text("executionArn")));
        if (request.flag("reverseOrder", false)) {
            Collections.reverse(events);
        }
        boolean data = request.flag("includeExecutionData", true);
        return Page.of("events", events, request, DEFAULT_PAGE, event -> ResponseJson.event(event, data));
    }

    private ObjectNode redriveExecution(Request request) {
        ExecutionDescription execution = functions.describe(request.text("executionArn"));
        throw new StepFunctionsException(
                Code.EXECUTION_NOT_REDRIVABLE,
                "Execution is not redrivable: '" + execution.start().arn()
                        + "'. The embedded run does not redrive executions. Start a new one");
    }

    private ObjectNode listTags(Request request) {
        ObjectNode response = Json.object();
        var tags = response.putArray("tags");
        tagged(request)
                .tags()
                .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        return response;
    }

    private ObjectNode tagResource(Request request) {
        functions.tag(tagged(request).arn(), tags(request), List.of());
        return Json.object();
    }

    private ObjectNode untagResource(Request request) {
        List<String> keys =
                request.list("tagKeys").stream().map(JsonNode::asText).toList();
        functions.tag(tagged(request).arn(), Map.of(), keys);
        return Json.object();
    }

    private StateMachineRecord tagged(Request request) {
        String arn = request.text("resourceArn");
        try {
            return functions.describeStateMachine(arn);
        } catch (StepFunctionsException e) {
            throw new StepFunctionsException(Code.RESOURCE_NOT_FOUND, "Resource not found: '" + arn + "'", e);
        }
    }

    private static Map<String, String> tags(Request request) {
        Map<String, String> tags = new LinkedHashMap<>();
        request.list("tags")
                .forEach(tag ->
                        tags.put(tag.path("key").asText(), tag.path("value").asText()));
        return tags;
    }
}
