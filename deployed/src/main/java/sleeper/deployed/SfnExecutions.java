package sleeper.deployed;

import java.util.Optional;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.job.AttemptId;
import sleeper.lambda.reap.ReapRequest;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Executions of the deployed state machines. Each request may be sent again: a start whose reply was lost has the name again, and Step
 * Functions takes the same name with the same input for the same start (Step Functions API reference, "StartExecution").
 */
public final class SfnExecutions implements Executions {
    private final SfnClient client;
    private final String ingestJob;
    private final String reapJob;
    private final Requests requests;
    private final Supplier<String> ids;

    /**
     * @param client    sends each request once
     * @param ingestJob the ARN of the machine
     * @param reapJob   likewise
     */
    public SfnExecutions(SfnClient client, String ingestJob, String reapJob, Surroundings surroundings) {
        this.client = client;
        this.ingestJob = ingestJob;
        this.reapJob = reapJob;
        this.requests = new Requests(surroundings);
        this.ids = surroundings.ids();
    }

    @Override
    public Start start(String name, String input) {
        try {
            var unused = requests.repeatable(() -> client.startExecution(
                    request -> request.stateMachineArn(ingestJob).name(name).input(input)));
            return Start.STARTED;
        } catch (ExecutionAlreadyExistsException e) {
            return Start.ALREADY_EXISTS;
        } catch (SdkException e) {
            throw failed("started", arn(name), "states:StartExecution", e);
        }
    }

    @Override
    public Optional<Execution> describe(AttemptId attempt) {
        String arn = arn(attempt.executionName());
        try {
            return Optional.of(executionOf(
                    requests.repeatable(() -> client.describeExecution(request -> request.executionArn(arn)))));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failed("described", arn, "states:DescribeExecution", e);
        }
    }

    private static Execution executionOf(DescribeExecutionResponse found) {
        return new Execution(
                status(found.status()),
                Optional.ofNullable(found.stopDate()),
                Optional.ofNullable(found.cause()).orElse(""));
    }

    /** @return where an execution stands; one that waits to be redriven has ended, and may begin anew */
    public static Status status(ExecutionStatus status) {
        return switch (status) {
            case SUCCEEDED -> Status.SUCCEEDED;
            case FAILED -> Status.FAILED;
            case TIMED_OUT -> Status.TIMED_OUT;
            case ABORTED -> Status.ABORTED;
            case RUNNING, PENDING_REDRIVE, UNKNOWN_TO_SDK_VERSION -> Status.RUNNING;
        };
    }

    @Override
    public void startReaping(AttemptId attempt) {
        String input = ReapRequest.inputFor(attempt);
        String name = "reap-" + ids.get();
        try {
            var unused = requests.repeatable(() -> client.startExecution(
                    request -> request.stateMachineArn(reapJob).name(name).input(input)));
        } catch (SdkException e) {
            throw failed("started", executionArn(reapJob, name), "states:StartExecution", e);
        }
    }

    @Override
    public boolean stop(AttemptId attempt, String error, String cause) {
        String arn = arn(attempt.executionName());
        try {
            var unused = requests.repeatable(() -> client.stopExecution(
                    request -> request.executionArn(arn).error(error).cause(cause)));
            return true;
        } catch (ExecutionDoesNotExistException e) {
            return false;
        } catch (SdkException e) {
            throw failed("stopped", arn, "states:StopExecution", e);
        }
    }

    private String arn(String name) {
        return executionArn(ingestJob, name);
    }

    /** @return the ARN of an execution, whether or not there is one */
    public static String executionArn(String machine, String name) {
        return machine.replace(":stateMachine:", ":execution:") + ":" + name;
    }

    /** What the service takes for a mistake would be one the next time, too. */
    private static RuntimeException failed(String what, String arn, String action, SdkException failure) {
        if (failure instanceof AwsServiceException service && isMistake(service)) {
            return new IllegalStateException(
                    arn + " was not " + what + ": " + AwsFailures.words(action, failure), failure);
        }
        return AwsFailures.nothingDone("An execution was not " + what + ".", arn, action, failure);
    }

    private static boolean isMistake(AwsServiceException failure) {
        return Answer.of(failure) == Answer.REFUSED && !Answer.codeOf(failure).equals("ExecutionLimitExceeded");
    }
}
