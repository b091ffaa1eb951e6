package sleeper.local.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.util.FailureWords;
import sleeper.lambda.reap.ReapRequest;
import sleeper.local.task.AwsNames;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.Executions;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StartOutcome;
import sleeper.stepfunctions.StepFunctionsException;

/** What the handlers ask of Step Functions. */
final class EmbeddedExecutions implements Executions {
    private final Supplier<LocalStepFunctions> service;

    /** @param service throws IllegalStateException until the service is there: it needs the handlers itself */
    EmbeddedExecutions(Supplier<LocalStepFunctions> service) {
        this.service = service;
    }

    @Override
    public Start start(String name, String input) {
        StartOutcome outcome =
                service().startExecution(EmbeddedDeployment.stateMachineArn(StateMachineFile.INGEST_JOB), name, input);
        return outcome instanceof StartOutcome.AlreadyExists ? Start.ALREADY_EXISTS : Start.STARTED;
    }

    @Override
    public Optional<Execution> describe(AttemptId attempt) {
        try {
            ExecutionDescription found = service().describe(executionArn(attempt));
            return Optional.of(new Execution(
                    Status.valueOf(found.status().name()),
                    found.stopDate(),
                    found.cause().orElse("")));
        } catch (StepFunctionsException e) {
            return Optional.empty();
        }
    }

    @Override
    public void startReaping(AttemptId attempt) {
        StartOutcome unused = service()
                .startExecution(
                        EmbeddedDeployment.stateMachineArn(StateMachineFile.REAP_JOB), ReapRequest.inputFor(attempt));
    }

    @Override
    public boolean stop(AttemptId attempt, String error, String cause) {
        try {
            ExecutionDescription unused = service().stop(executionArn(attempt), Optional.of(error), Optional.of(cause));
            return true;
        } catch (StepFunctionsException e) {
            return false;
        }
    }

    static String executionArn(AttemptId attempt) {
        return AwsNames.arn(
                "states", "execution:" + StateMachineFile.INGEST_JOB.machineName() + ":" + attempt.executionName());
    }

    private LocalStepFunctions service() {
        try {
            return service.get();
        } catch (IllegalStateException e) {
            throw new TransientFailureException(
                    "Step Functions was not asked.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, "the embedded run", FailureWords.of(e), "")),
                    e);
        }
    }
}
