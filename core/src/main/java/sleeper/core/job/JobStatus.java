package sleeper.core.job;

/** Where a job, or one attempt at it, stands. */
public enum JobStatus {
    /** Its document is stored and its execution asked for. */
    ACCEPTED(false),
    /** Validated, and running. */
    RUNNING(false),
    /** Its rows are in the table. */
    COMMITTED(true),
    /** Validation refused it; nothing ran. */
    REJECTED(true),
    /** It ran and did not commit; also when it timed out. */
    FAILED(true),
    /** A person stopped it. */
    ABORTED(true);

    private final boolean ended;

    JobStatus(boolean ended) {
        this.ended = ended;
    }

    public boolean isEnded() {
        return ended;
    }
}
