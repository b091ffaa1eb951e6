package sleeper.lambda.start;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobId;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.job.StoredJob;

/** Makes attempt n + 1 at a job whose attempt n ended without a commit; for the command. Safe for use by many threads. */
public final class RetryJob {
    private final LambdaPorts ports;
    private final Attempts attempts;

    public RetryJob(LambdaPorts ports) {
        this.ports = ports;
        this.attempts = new Attempts(ports);
    }

    /**
     * @param requestId unique to this wish; the same wish repeated starts nothing more
     * @return what was done: a job that runs or is committed is left as it is
     * @throws InvalidRequestException UNKNOWN_JOB if there is no such job, NO_FILES if a program wrote its rows
     */
    public StartResult retry(JobId id, String requestId) {
        StoredJob job = ports.stores()
                .jobs()
                .job(id)
                .orElseThrow(() -> new InvalidRequestException(
                        "Job '" + id + "' was not retried.",
                        List.of(Fault.of(ErrorCode.UNKNOWN_JOB, "job " + id, "no such job", ""))));
        if (!job.isRunByExecutions()) {
            throw new InvalidRequestException(
                    "Job '" + id + "' was not retried.",
                    List.of(new Fault(
                            ErrorCode.NO_FILES,
                            "job " + id,
                            "rows that a program wrote through IngestRecords",
                            "a job with files",
                            "Run the program again with the same job id.")));
        }
        return attempts.ask(job, requestId);
    }
}
