package sleeper.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.local.client.AwsJsonClient.ServiceRefusedException;
import sleeper.statestore.instance.ExecutionBook;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.ExecutionList;
import sleeper.statestore.instance.Executions.Status;
import sleeper.stepfunctions.expression.Json;

/** Executions of running services, asked for by the protocol of Step Functions. Safe for use by many threads. */
public final class ExecutionsClient implements ExecutionBook {
    private static final String DETAILS = "EventDetails";
    private static final int PAGE = 1_000;
    private static final List<String> NOT_THERE = List.of("ExecutionDoesNotExist", "InvalidArn");

    private final AwsJsonClient stepFunctions;

    public ExecutionsClient(LocalEndpoints endpoints) {
        this.stepFunctions = new AwsJsonClient(URI.create(endpoints.stepFunctions()), "AWSStepFunctions");
    }

    @Override
    public List<Machine> machines() {
        List<Machine> machines = new ArrayList<>();
        ObjectNode request = Json.object().put("maxResults", PAGE);
        while (true) {
            JsonNode page = stepFunctions.call("ListStateMachines", request);
            page.path("stateMachines")
                    .forEach(machine -> machines.add(new Machine(
                            machine.path("name").asText(),
                            machine.path("stateMachineArn").asText())));
            if (!page.hasNonNull("nextToken")) {
                machines.sort(Comparator.comparing(Machine::name));
                return machines;
            }
            request.put("nextToken", page.get("nextToken").asText());
        }
    }

    @Override
    public List<Entry> list(String machine, Optional<Status> status, Optional<String> after, int most) {
        Optional<Machine> found =
                machines().stream().filter(one -> one.name().equals(machine)).findFirst();
        if (found.isEmpty()) {
            return List.of();
        }
        ExecutionList listed = new ExecutionList(status, after, most);
        ObjectNode request =
                Json.object().put("stateMachineArn", found.get().arn()).put("maxResults", PAGE);
        listed.asked().ifPresent(only -> request.put("statusFilter", only.name()));
        while (true) {
            JsonNode page = stepFunctions.call("ListExecutions", request);
            List<Entry> entries = new ArrayList<>();
            page.path("executions").forEach(execution -> entries.add(entry(execution, machine)));
            if (listed.add(entries) || !page.hasNonNull("nextToken")) {
                return listed.entries();
            }
            request.put("nextToken", page.get("nextToken").asText());
        }
    }

    private static Entry entry(JsonNode execution, String machine) {
        return new Entry(
                execution.path("executionArn").asText(),
                execution.path("name").asText(),
                machine,
                Status.valueOf(execution.path("status").asText()),
                time(execution.path("startDate")).orElse(Instant.EPOCH),
                time(execution.path("stopDate")));
    }

    private static Optional<Instant> time(JsonNode seconds) {
        return seconds.isNumber()
                ? Optional.of(Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000)))
                : Optional.empty();
    }

    @Override
    public Optional<Whole> find(String arn) {
        try {
            ObjectNode request = Json.object().put("executionArn", arn);
            JsonNode execution = stepFunctions.call("DescribeExecution", request);
            JsonNode machine = stepFunctions.call("DescribeStateMachineForExecution", request);
            return Optional.of(new Whole(
                    entry(execution, machine.path("name").asText()),
                    execution.path("input").asText(""),
                    execution.path("output").asText(""),
                    execution.path("error").asText(""),
                    execution.path("cause").asText(""),
                    execution.path("redriveStatus").asText("").equals("REDRIVABLE"),
                    machine.path("definition").asText()));
        } catch (ServiceRefusedException e) {
            if (NOT_THERE.contains(e.errorType())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<ExecutionEvent> history(String arn) {
        List<ExecutionEvent> events = new ArrayList<>();
        ObjectNode request = Json.object().put("executionArn", arn).put("maxResults", PAGE);
        try {
            while (true) {
                JsonNode page = stepFunctions.call("GetExecutionHistory", request);
                page.path("events").forEach(event -> events.add(event(event)));
                if (!page.hasNonNull("nextToken")) {
                    return events;
                }
                request.put("nextToken", page.get("nextToken").asText());
            }
        } catch (ServiceRefusedException e) {
            if (NOT_THERE.contains(e.errorType())) {
                return List.of();
            }
            throw e;
        }
    }

    private static ExecutionEvent event(JsonNode event) {
        JsonNode details = event.propertyStream()
                .filter(field -> field.getKey().endsWith(DETAILS))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(Json::object);
        String type = event.path("type").asText();
        boolean ofState = type.endsWith("StateEntered") || type.endsWith("StateExited");
        return new ExecutionEvent(
                event.path("id").asLong(),
                event.path("previousEventId").asLong(),
                time(event.path("timestamp")).orElse(Instant.EPOCH),
                type,
                ofState ? details.path("name").asText("") : "",
                Json.write(details));
    }

    @Override
    public void redrive(String arn) {
        try {
            JsonNode unused =
                    stepFunctions.call("RedriveExecution", Json.object().put("executionArn", arn));
        } catch (ServiceRefusedException e) {
            throw new InvalidRequestException(
                    "The execution was not redriven.",
                    List.of(new Fault(
                            ErrorCode.WRONG_STATUS,
                            "execution " + arn,
                            e.errorType() + ": " + e.getMessage(),
                            "an execution that failed, was stopped or timed out in the last 14 days",
                            "Look at it as it stands now.")),
                    e);
        }
    }
}
