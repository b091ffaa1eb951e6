package sleeper.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Unicode;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.parse.DefinitionFault;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.StateMachineRecord;

/** The operations of the API, from request JSON to response JSON. Source: Step Functions API reference. */
final class Operations {
    private static final String NEVER_HERE = "PENDING_REDRIVE";
    private static final int MAX_TOKEN_LENGTH = 64;
    private static final String REDRIVEN = "REDRIVEN";
    private static final List<String> REDRIVE_FILTERS = List.of(REDRIVEN, "NOT_REDRIVEN");
    private static final List<String> STATUSES = Stream.concat(
                    Arrays.stream(ExecutionStatus.values()).map(ExecutionStatus::name), Stream.of(NEVER_HERE))
            .toList();

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
                    "The operation " + operation + " is not supported here. It knows " + byName.keySet());
        }
        Unicode.pointerToNoText(request).ifPresent(pointer -> {
            throw new StepFunctionsException(
                    Code.VALIDATION,
                    "1 validation error detected: Value at '" + pointer
                            + "' failed to satisfy constraint: Member must be text, without half of a surrogate pair");
        });
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
                    "State machines of type " + type + " are not supported here. Use STANDARD");
        }
        refusePublishing(request);
        StateMachineRecord machine = functions.createStateMachine(
                request.text("name"), request.text("definition"), request.text("roleArn"), tags(request));
        ObjectNode response = Json.object().put("stateMachineArn", machine.arn());
        return ResponseJson.putTime(response, "creationDate", machine.creationDate());
    }

    private static void refusePublishing(Request request) {
        if (request.flag("publish", false)) {
            throw new StepFunctionsException(
                    Code.VALIDATION,
                    "Versions of state machines are not supported here: 'publish' must be false or left out");
        }
    }

    private ObjectNode updateStateMachine(Request request) {
        refusePublishing(request);
        Optional<String> definition = request.optionalText("definition");
        Optional<String> role = request.optionalText("roleArn");
        boolean configures = Stream.of("loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")
                .anyMatch(request::has);
        if (definition.isEmpty() && role.isEmpty() && !configures) {
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
        Optional<String> after = Page.after(request);
        List<StateMachineRecord> machines = functions.listStateMachines().stream()
                .filter(machine ->
                        after.map(name -> machine.name().compareTo(name) > 0).orElse(true))
                .toList();
        return Page.of(
                "stateMachines", machines, request, StateMachineRecord::name, ResponseJson::stateMachineListItem);
    }

    private ObjectNode validateDefinition(Request request) {
        List<DefinitionFault> faults = functions.validate(request.text("definition"));
        ObjectNode response =
                Json.object().put("result", faults.isEmpty() ? "OK" : "FAIL").put("truncated", false);
        var diagnostics = response.putArray("diagnostics");
        for (DefinitionFault fault : faults) {
            ObjectNode diagnostic = diagnostics
                    .addObject()
                    .put("severity", "ERROR")
                    .put("code", fault.code())
                    .put("message", fault.problem());
            if (!fault.pointer().isEmpty()) {
                diagnostic.put("location", fault.pointer());
            }
        }
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

    /** A redrive begins at once here: none is ever pending. */
    private ObjectNode listExecutions(Request request) {
        Optional<String> status = request.oneOf("statusFilter", STATUSES);
        boolean none = status.filter(NEVER_HERE::equals).isPresent();
        Optional<Boolean> redriven =
                request.oneOf("redriveFilter", REDRIVE_FILTERS).map(REDRIVEN::equals);
        List<ExecutionDescription> executions = functions.list(
                request.text("stateMachineArn"),
                status.filter(name -> !name.equals(NEVER_HERE)).map(ExecutionStatus::valueOf),
                Page.after(request));
        return Page.of(
                "executions",
                none
                        ? List.of()
                        : executions.stream()
                                .filter(execution -> redriven.map(wanted ->
                                                wanted == execution.redrives().count() > 0)
                                        .orElse(true))
                                .toList(),
                request,
                execution -> execution.start().arn(),
                ResponseJson::executionListItem);
    }

    private ObjectNode getExecutionHistory(Request request) {
        boolean newestFirst = request.flag("reverseOrder", false);
        boolean data = request.flag("includeExecutionData", true);
        OptionalLong after = Page.afterNumber(request);
        List<HistoryEvent> events = new ArrayList<>(functions.history(request.text("executionArn")));
        if (newestFirst) {
            Collections.reverse(events);
        }
        after.ifPresent(id -> events.removeIf(event -> newestFirst ? event.id() >= id : event.id() <= id));
        return Page.of(
                "events",
                events,
                request,
                event -> Long.toString(event.id()),
                event -> ResponseJson.event(event, data));
    }

    private ObjectNode redriveExecution(Request request) {
        Optional<String> token = request.optionalText("clientToken");
        token.filter(text -> text.isEmpty() || text.length() > MAX_TOKEN_LENGTH).ifPresent(text -> {
            throw new StepFunctionsException(
                    Code.VALIDATION,
                    "1 validation error detected: Value at 'clientToken' failed to satisfy constraint: Member must have"
                            + " length between 1 and " + MAX_TOKEN_LENGTH);
        });
        return ResponseJson.putTime(
                Json.object(), "redriveDate", functions.redrive(request.text("executionArn"), token));
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
            if (e.code() == Code.INVALID_ARN) {
                throw e;
            }
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
