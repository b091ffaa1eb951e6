package sleeper.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.reap.ReapRequest;
import sleeper.local.client.AwsJsonClient.ServiceRefusedException;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Execution;
import sleeper.statestore.instance.Executions.Start;
import sleeper.statestore.instance.Executions.Status;
import sleeper.stepfunctions.expression.Json;

/** What commands ask of running services, in this process or another. Safe for use by many threads. */
public final class ServicesClient {
    private static final String NO_EXECUTION = "ExecutionDoesNotExist";
    private static final String ALREADY_EXISTS = "ExecutionAlreadyExists";
    private static final int PAGE = 1000;

    private final LocalEndpoints endpoints;
    private final QueuesClient queues;
    private final AwsJsonClient stepFunctions;

    public ServicesClient(LocalEndpoints endpoints) {
        this.endpoints = endpoints;
        this.queues = new QueuesClient(endpoints);
        this.stepFunctions = new AwsJsonClient(URI.create(endpoints.stepFunctions()), "AWSStepFunctions");
    }

    /** @return the queues of the same services */
    public QueuesClient queues() {
        return queues;
    }

    /** Sends a job. @return the message's id */
    public String send(JobQueue queue, String body) {
        return queues.send(queue, body);
    }

    /** @return the ARN of the attempt's execution, whether or not there is one yet */
    public String executionArn(AttemptId attempt) {
        return endpoints
                        .stateMachine(StateMachineFile.INGEST_JOB.machineName())
                        .replace(":stateMachine:", ":execution:")
                + ":" + attempt.executionName();
    }

    /** @return what the attempt's execution did so far, or empty if it was not started */
    public Optional<ExecutionStory> story(AttemptId attempt) {
        String arn = executionArn(attempt);
        return ifThere(() ->
                        stepFunctions.call("DescribeExecution", Json.object().put("executionArn", arn)))
                .map(execution -> StoryOfEvents.tell(
                        arn, Status.valueOf(execution.path("status").asText()), history(arn)));
    }

    private List<JsonNode> history(String arn) {
        List<JsonNode> events = new ArrayList<>();
        ObjectNode request = Json.object().put("executionArn", arn).put("maxResults", PAGE);
        while (true) {
            JsonNode page = stepFunctions.call("GetExecutionHistory", request);
            page.path("events").forEach(events::add);
            if (!page.hasNonNull("nextToken")) {
                return events;
            }
            request.put("nextToken", page.get("nextToken").asText());
        }
    }

    /** Starts {@code ingest-job}. */
    public Start start(String name, String input) {
        try {
            JsonNode unused = startExecution(
                    StateMachineFile.INGEST_JOB.machineName(),
                    Json.object().put("name", name).put("input", input));
            return Start.STARTED;
        } catch (ServiceRefusedException e) {
            if (e.errorType().equals(ALREADY_EXISTS)) {
                return Start.ALREADY_EXISTS;
            }
            throw e;
        }
    }

    /** Starts {@code reap-job} under a name of its own. */
    public void startReaping(AttemptId attempt) {
        JsonNode unused = startExecution(
                StateMachineFile.REAP_JOB.machineName(), Json.object().put("input", ReapRequest.inputFor(attempt)));
    }

    private JsonNode startExecution(String machine, ObjectNode request) {
        return stepFunctions.call("StartExecution", request.put("stateMachineArn", endpoints.stateMachine(machine)));
    }

    /** @return where the attempt's execution stands, or empty if it was not started */
    public Optional<Execution> describe(AttemptId attempt) {
        return ifThere(() -> {
            JsonNode found =
                    stepFunctions.call("DescribeExecution", Json.object().put("executionArn", executionArn(attempt)));
            return new Execution(
                    Status.valueOf(found.path("status").asText()),
                    Optional.of(found.path("stopDate"))
                            .filter(JsonNode::isNumber)
                            .map(seconds -> Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000))),
                    found.path("cause").asText(""));
        });
    }

    /** Stops the attempt's execution. @return whether there is one */
    public boolean stop(AttemptId attempt, String error, String cause) {
        return ifThere(() -> stepFunctions.call(
                        "StopExecution",
                        Json.object()
                                .put("executionArn", executionArn(attempt))
                                .put("error", error)
                                .put("cause", cause)))
                .isPresent();
    }

    private static <T> Optional<T> ifThere(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (ServiceRefusedException e) {
            if (e.errorType().equals(NO_EXECUTION)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
