package sleeper.lambda.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.lambda.runtime.Step;
import sleeper.lambda.runtime.TestContext;

class PowertoolsMetricsTest {
    private final JobMetrics metrics = new PowertoolsMetrics("sleeper-one");

    @Test
    void shouldRunAStepUnderTheFunctionsLogFieldsAndFlushItsCounts() {
        String result = Step.run(new TestContext(), metrics, "orders-7", () -> {
            metrics.count(JobMetric.JOBS_ACCEPTED);
            return "done";
        });

        assertThat(result).isEqualTo("done");
    }

    @Test
    void shouldPassOnWhatAStepThrows() {
        RunFailedException thrown =
                new RunFailedException("It failed.", List.of(Fault.of(ErrorCode.DISK_FULL, "the disk", "", "")));

        assertThatThrownBy(() -> Step.run(new TestContext(), metrics, "orders-7", () -> {
                    throw thrown;
                }))
                .hasSameClassAs(thrown)
                .hasCause(thrown);
    }
}
