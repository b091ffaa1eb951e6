package sleeper.lambda.port;

import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** Metrics of a deployed function: written to its log in the embedded format that CloudWatch reads. */
public final class PowertoolsMetrics implements JobMetrics {
    private final Metrics metrics = MetricsBuilder.builder()
            .withNamespace("Sleeper")
            .withService("ingest")
            .withRaiseOnEmptyMetrics(false)
            .build();

    @Override
    public void count(JobMetric metric) {
        metrics.addMetric(metric.metricName(), 1, MetricUnit.COUNT);
    }

    @Override
    public void flush() {
        metrics.flush();
    }
}
