package sleeper.stepfunctions.engine;

import java.util.OptionalLong;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;
import sleeper.stepfunctions.task.TaskResource;

/** Writes the events of a Task: one family for service integrations, another for a Lambda function named by its ARN. */
final class TaskEvents {
    private final Branch branch;
    private final TaskResource resource;

    TaskEvents(Branch branch, TaskResource resource) {
        this.branch = branch;
        this.resource = resource;
    }

    void scheduled(String parameters, OptionalLong timeoutSeconds, OptionalLong heartbeatSeconds) {
        if (resource.function()) {
            branch.event(
                    EventType.LAMBDA_FUNCTION_SCHEDULED,
                    EventDetails.lambdaScheduled(resource.arn(), parameters, timeoutSeconds));
            branch.event(EventType.LAMBDA_FUNCTION_STARTED, EventDetails.none());
            return;
        }
        branch.event(
                EventType.TASK_SCHEDULED,
                EventDetails.taskScheduled(
                        resource.type(),
                        resource.action(),
                        branch.run().region(),
                        parameters,
                        timeoutSeconds,
                        heartbeatSeconds));
        branch.event(EventType.TASK_STARTED, EventDetails.task(resource.type(), resource.action()));
    }

    void submitted(String output) {
        if (!resource.function()) {
            branch.event(EventType.TASK_SUBMITTED, EventDetails.taskOutput(resource.type(), resource.action(), output));
        }
    }

    void succeeded(String output) {
        if (resource.function()) {
            branch.event(EventType.LAMBDA_FUNCTION_SUCCEEDED, EventDetails.succeeded(output));
        } else {
            branch.event(EventType.TASK_SUCCEEDED, EventDetails.taskOutput(resource.type(), resource.action(), output));
        }
    }

    void failed(StateError error) {
        failure(error, EventType.LAMBDA_FUNCTION_FAILED, EventType.TASK_FAILED);
    }

    void timedOut(StateError error) {
        failure(error, EventType.LAMBDA_FUNCTION_TIMED_OUT, EventType.TASK_TIMED_OUT);
    }

    private void failure(StateError error, EventType ofFunction, EventType ofService) {
        if (resource.function()) {
            branch.event(ofFunction, EventDetails.failure(error.error(), error.cause()));
        } else {
            branch.event(
                    ofService,
                    EventDetails.taskFailure(resource.type(), resource.action(), error.error(), error.cause()));
        }
    }
}
