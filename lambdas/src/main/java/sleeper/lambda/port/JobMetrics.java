package sleeper.lambda.port;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.function.Supplier;

/** Port: what operators see of the steps, counts above all. Safe for use by many threads. */
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

    /**
     * Runs a request so that the lines it logs can be told from others'.
     *
     * @return what the work returned
     */
    default <T> T around(Context context, Supplier<T> work) {
        return work.get();
    }
}
