package sleeper.lambda.port;

/** Something that is counted. The names are those of the alarms. */
public enum JobMetric {
    /** A message became an attempt at a job. */
    JOBS_ACCEPTED("JobsAccepted"),
    /** A message could not be understood, used another job's id, or was refused by validation. */
    JOBS_REJECTED("JobsRejected"),
    /** An attempt could not be started, by no fault of its sender's. */
    JOBS_NOT_SUBMITTED("JobsNotSubmitted"),
    /** A job's rows became visible. */
    JOBS_COMMITTED("JobsCommitted"),
    /** An attempt ran and did not commit. */
    JOBS_FAILED("JobsFailed"),
    /** An attempt's execution had ended without its own catchers. */
    ATTEMPTS_REAPED("AttemptsReaped");

    private final String metricName;

    JobMetric(String metricName) {
        this.metricName = metricName;
    }

    public String metricName() {
        return metricName;
    }
}
