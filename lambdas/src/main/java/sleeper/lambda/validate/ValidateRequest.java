package sleeper.lambda.validate;

/**
 * The request of the step <i>Validate job</i>: the execution's input.
 *
 * @param jobId   the job
 * @param attempt 1 for the first
 * @param queue   word of the queue it came through
 * @param digest  digest of the job's canonical document
 */
public record ValidateRequest(String jobId, int attempt, String queue, String digest) {}
