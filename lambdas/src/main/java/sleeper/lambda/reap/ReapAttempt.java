package sleeper.lambda.reap;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.record.RecordFailure;
import sleeper.lambda.verdict.Outcome;
import sleeper.lambda.verdict.VerdictDto;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.instance.Executions.Execution;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.job.RecordedFaults;

/**
 * Decides about an attempt whose execution ended before its own catchers could: excludes it unless the log or validation has
 * decided. What it created is torn down after that, by a step of its own. An attempt whose execution still runs is not decided over
 * its head. Safe to repeat, and for use by many threads.
 */
public final class ReapAttempt {
    private final LambdaPorts ports;
    private final Verdicts verdicts;
    private final RecordFailure recordFailure;

    public ReapAttempt(LambdaPorts ports) {
        this.ports = ports;
        this.verdicts = new Verdicts(ports.stores());
        this.recordFailure = new RecordFailure(ports);
    }

    /**
     * @param told how the execution ended, if that is known; otherwise Step Functions is asked
     * @throws TransientFailureException if nothing is decided and the execution still runs
     */
    public VerdictDto reap(AttemptId attempt, Optional<Execution> told) {
        Optional<Execution> execution = told.or(() -> ports.executions().describe(attempt));
        Outcome outcome = verdicts.find(attempt).orElseGet(() -> decide(attempt, execution));
        ports.metrics().count(JobMetric.ATTEMPTS_REAPED);
        VerdictDto verdict = verdicts.toDto(outcome);
        return execution.filter(Execution::isRunning).isPresent() ? verdict.toldByNobody() : verdict;
    }

    private Outcome decide(AttemptId attempt, Optional<Execution> execution) {
        if (execution.filter(Execution::isRunning).isPresent()) {
            throw new TransientFailureException(
                    "Attempt " + attempt + " was not reaped.",
                    List.of(Fault.of(
                            ErrorCode.UNAVAILABLE,
                            "execution " + attempt,
                            "it still runs",
                            "an execution that ended")));
        }
        Fault fault = fault(attempt, execution);
        JobStatus ended = fault.code() == ErrorCode.ABORTED ? JobStatus.ABORTED : JobStatus.FAILED;
        return recordFailure.exclude(attempt, ended, List.of(fault));
    }

    private Fault fault(AttemptId attempt, Optional<Execution> execution) {
        String where = "execution " + attempt;
        if (execution.isEmpty()) {
            return Fault.of(ErrorCode.TASK_LOST, where, "no such execution", "");
        }
        Status status = execution.get().status();
        String cause = execution.get().cause();
        return switch (status) {
            case ABORTED -> Fault.of(ErrorCode.ABORTED, where, cause.isEmpty() ? "" : "a person's stop: " + cause, "");
            case TIMED_OUT -> Fault.of(ErrorCode.TIMED_OUT, where, "", "");
            default ->
                ports.stores()
                        .jobs()
                        .failure(attempt)
                        .map(RecordedFaults::faults)
                        .map(faults -> faults.get(0))
                        .orElseGet(() -> Fault.of(
                                ErrorCode.INTERNAL,
                                where,
                                "it ended as " + status + " and nothing was recorded"
                                        + (cause.isEmpty() ? "" : ": " + cause),
                                ""));
        };
    }
}
