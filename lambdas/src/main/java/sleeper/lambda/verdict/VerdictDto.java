package sleeper.lambda.verdict;

/**
 * What the log says of an attempt, as the state machines carry it. Every field is always there.
 *
 * @param jobId   the job
 * @param attempt the attempt
 * @param status  COMMITTED, REJECTED, FAILED or ABORTED
 * @param code    of the first fault; empty for a commit
 * @param cause   a sentence, at most 2 KiB; of a commit too
 * @param rows    rows committed
 * @param files   files committed
 * @param tell    who is told: {@code failure}, {@code success} or {@code nobody}
 * @param subject of the mail; at most 100 ASCII characters
 * @param message of the mail; at most 4 KiB
 * @param platform word of the platform that was planned; empty if none was
 * @param cluster id of the EMR cluster that the attempt made, as far as one was seen and was not seen to be gone; otherwise empty
 */
public record VerdictDto(
        String jobId,
        int attempt,
        String status,
        String code,
        String cause,
        long rows,
        long files,
        String tell,
        String subject,
        String message,
        String platform,
        String cluster) {
    VerdictDto on(String thePlatform, String theCluster) {
        return new VerdictDto(
                jobId, attempt, status, code, cause, rows, files, tell, subject, message, thePlatform, theCluster);
    }

    /** @return the verdict for someone else to tell of */
    public VerdictDto toldByNobody() {
        return new VerdictDto(
                jobId, attempt, status, code, cause, rows, files, "nobody", subject, message, platform, cluster);
    }
}
