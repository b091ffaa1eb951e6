package sleeper.core.job;

import sleeper.core.util.Require;

/**
 * One attempt at a job.
 *
 * @param jobId  the job
 * @param number 1 for the first
 */
public record AttemptId(JobId jobId, int number) {
    public AttemptId {
        Require.notNull("jobId", jobId);
        Require.atLeast("attempt", number, 1);
    }

    /** @return {@code <jobId>-a<n>}: the name of the attempt's execution and of what it creates */
    public String executionName() {
        return jobId.value() + "-a" + number;
    }

    @Override
    public String toString() {
        return executionName();
    }
}
