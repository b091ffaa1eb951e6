package sleeper.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.job.RunEstimate.Cost;
import sleeper.core.job.RunEstimate.SizeAdvice;

class RunEstimateTest {
    @ParameterizedTest
    @CsvSource({
        "0,       0.0099,  below 0.01 USD",
        "0,       0.01,    0.00 to 0.01 USD",
        "0.0044,  0.0312,  0.0044 to 0.03 USD",
        "1.005,   12.994,  1.01 to 12.99 USD",
        "120.5,   1200,    120.50 to 1200.00 USD"
    })
    void shouldSayWhatARunCosts(BigDecimal least, BigDecimal most, String words) {
        assertThat(new Cost(least, most, "USD").words()).isEqualTo(words);
    }

    @Test
    void shouldSayWhatARunTakesAlsoIfAPriceIsNotKnown() {
        RunEstimate estimate = new RunEstimate(
                Duration.ofSeconds(42), Duration.ofSeconds(7_800), Optional.empty(), "m", Optional.empty(), "r");

        assertThat(estimate.words()).isEqualTo("42 s to 2 h 10 min and a cost that is not known");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1 | 1500  | 0 | 1 executor of 1 core and 1500m is enough for this input",
                "4 | 5 | 16384 | 2 | 4 executors of 5 cores and 16g are enough for this input, on 2 instances",
                "4 | 5 | 16384 | 1 | 4 executors of 5 cores and 16g are enough for this input, on 1 instance"
            })
    void shouldSayWhatIsEnough(int executors, int cores, int memoryMib, int instances, String words) {
        assertThat(new SizeAdvice(executors, cores, memoryMib, instances).words())
                .isEqualTo(words);
    }

    @Test
    void shouldBeNoEstimateWhoseMostIsBelowItsLeast() {
        assertThatThrownBy(() -> new Cost(BigDecimal.TEN, BigDecimal.ONE, "USD"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no cost: 10 to 1");
        assertThatThrownBy(() -> new RunEstimate(
                        Duration.ofSeconds(2), Duration.ofSeconds(1), Optional.empty(), "m", Optional.empty(), "r"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no time: PT2S to PT1S");
    }
}
