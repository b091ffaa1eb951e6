package sleeper.lambda.port;

/** Port: what dashboards and alarms count. Safe for use by many threads. */
public interface JobMetrics {
    /** Counts nothing. */
    JobMetrics NONE = new JobMetrics() {
        @Override
        public void count(JobMetric metric) {}

        @Override
        public void flush() {}
    };

    /** Adds one. */
    void count(JobMetric metric);

    /** Hands on what was counted; called at the end of each request. */
    void flush();
}
