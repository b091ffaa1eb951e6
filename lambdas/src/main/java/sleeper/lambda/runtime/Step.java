package sleeper.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import sleeper.core.error.SleeperException;
import sleeper.lambda.port.JobMetrics;

/** What every handler does around its use case: log fields, metrics, and errors of a size that a state machine can carry. */
public final class Step {
    private static final Logger LOG = LoggerFactory.getLogger(Step.class);

    private Step() {}

    /**
     * Runs a use case.
     *
     * @param jobId rides in every line of the log; empty where the step is about no one job
     * @throws SleeperException what the use case threw, its message cut to {@link BriefErrors#MAX_LENGTH}
     */
    public static <T> T run(Context context, JobMetrics metrics, String jobId, Supplier<T> useCase) {
        return metrics.around(context, () -> {
            MDC.put("jobId", jobId);
            try {
                return useCase.get();
            } catch (SleeperException e) {
                LOG.warn("Step failed: {}", e.code());
                throw BriefErrors.of(e);
            } finally {
                metrics.flush();
                MDC.remove("jobId");
            }
        });
    }
}
