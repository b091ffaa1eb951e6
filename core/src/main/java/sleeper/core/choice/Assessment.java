package sleeper.core.choice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.Fault;
import sleeper.core.job.RunEstimate;
import sleeper.core.job.RunEstimate.Cost;
import sleeper.core.job.RunEstimate.SizeAdvice;
import sleeper.core.platform.Platform;
import sleeper.core.price.PriceList;
import sleeper.core.price.Span;

/**
 * What a run of a job would be on a platform.
 *
 * @param platform  the platform
 * @param seconds   from the message to the end
 * @param cost      in the currency of the price list; empty if a price is not known
 * @param machines  what it runs on, in words
 * @param advice    what would be enough, on Spark
 * @param faults    what keeps it from running at all
 * @param obstacles why it would not run well, in sentences about the platform
 * @param warnings  what the sender should know of the job's own settings, in sentences
 */
public record Assessment(
        Platform platform,
        Span seconds,
        Optional<Span> cost,
        String machines,
        Optional<SizeAdvice> advice,
        List<Fault> faults,
        List<String> obstacles,
        List<String> warnings) {
    private static final int DECIMALS = 4;

    public Assessment {
        faults = List.copyOf(faults);
        obstacles = List.copyOf(obstacles);
        warnings = List.copyOf(warnings);
    }

    boolean runsWell() {
        return faults.isEmpty() && obstacles.isEmpty();
    }

    /** @return the estimate as people are told it */
    public RunEstimate estimate(PriceList prices) {
        return new RunEstimate(
                Duration.ofSeconds((long) seconds.least()),
                most(),
                cost.map(span -> new Cost(money(span.least()), money(span.most()), prices.currency())),
                machines,
                advice,
                prices.words()
                        + "; rates were measured elsewhere and are assumed for AWS, as are the times around the work");
    }

    /** @return the longest that is expected, in whole seconds */
    Duration most() {
        return Duration.ofSeconds(Math.round(seconds.most()));
    }

    private static BigDecimal money(double amount) {
        return BigDecimal.valueOf(amount).setScale(DECIMALS, RoundingMode.HALF_UP);
    }
}
