package sleeper.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.JobQueue;
import sleeper.local.client.AwsJsonClient.ServiceRefusedException;
import sleeper.stepfunctions.expression.Json;

/** What commands ask of running services, in this process or another. Safe for use by many threads. */
public final class ServicesClient {
    private static final String INGEST_JOB = "ingest-job";
    private static final String NO_EXECUTION = "ExecutionDoesNotExist";
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
        return endpoints.stateMachine(INGEST_JOB).replace(":stateMachine:", ":execution:") + ":"
                + attempt.executionName();
    }

    /** @return what the attempt's execution did so far, or empty if it was not started */
    public Optional<ExecutionStory> story(AttemptId attempt) {
        String arn = executionArn(attempt);
        JsonNode execution;
        try {
            execution = stepFunctions.call("DescribeExecution", Json.object().put("executionArn", arn));
        } catch (ServiceRefusedException e) {
            if (e.getMessage().contains(NO_EXECUTION)) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(ExecutionStory.of(arn, execution.path("status").asText(), history(arn)));
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

    /** Stops the attempt's execution. */
    public void stop(AttemptId attempt, String error, String cause) {
        JsonNode unused = stepFunctions.call(
                "StopExecution",
                Json.object()
                        .put("executionArn", executionArn(attempt))
                        .put("error", error)
                        .put("cause", cause));
    }
}
