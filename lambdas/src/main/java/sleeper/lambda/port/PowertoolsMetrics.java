package sleeper.lambda.port;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.function.Supplier;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Metrics and log fields of a deployed function: both go to its log, the metrics in the embedded format that CloudWatch reads. Not
 * for the embedded run, whose standard output is the command's.
 */
public final class PowertoolsMetrics implements JobMetrics {
    /** Of all instances. */
    public static final String NAMESPACE = "Sleeper";

    /** By its value the metrics of an instance are told from those of others. */
    public static final String DIMENSION = "Service";

    private final Metrics metrics;

    /** @param instance the value of {@link #DIMENSION} */
    public PowertoolsMetrics(String instance) {
        this.metrics = MetricsBuilder.builder()
                .withNamespace(NAMESPACE)
                .withService(instance)
                .withRaiseOnEmptyMetrics(false)
                .build();
    }

    @Override
    public void count(JobMetric metric) {
        metrics.addMetric(metric.metricName(), 1, MetricUnit.COUNT);
    }

    @Override
    public void flush() {
        metrics.flush();
    }

    /** Each line carries the function, the request and the trace. */
    @Override
    public <T> T around(Context context, Supplier<T> work) {
        return PowertoolsLogging.withLogging(context, work);
    }
}
