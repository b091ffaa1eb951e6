package sleeper.core.job;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import sleeper.core.util.Amounts;
import sleeper.core.util.Require;

/**
 * What a run is expected to take and to cost on its platform, and of what size would be enough. Nothing depends on it but what
 * people are told.
 *
 * @param least    from the message to the end, if all goes as well as it can
 * @param most     the same, if all is as slow as is expected; no less
 * @param cost     what AWS bills for the job; empty if a price is not known
 * @param machines what it runs on, in words
 * @param advice   what would be enough for the input, on Spark
 * @param restsOn  which prices and assumptions, in words
 */
public record RunEstimate(
        Duration least,
        Duration most,
        Optional<Cost> cost,
        String machines,
        Optional<SizeAdvice> advice,
        String restsOn) {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    /**
     * What is billed.
     *
     * @param least    at least, in the currency
     * @param most     at most; no less
     * @param currency such as {@code USD}
     */
    public record Cost(BigDecimal least, BigDecimal most, String currency) {
        public Cost {
            Require.that(least.signum() >= 0 && most.compareTo(least) >= 0, "no cost: " + least + " to " + most);
            Require.notBlank("currency", currency);
        }

        /** @return such as {@code 0.12 to 1.50 USD}, or {@code below 0.01 USD} */
        public String words() {
            return most.compareTo(CENT) < 0
                    ? "below " + CENT + " " + currency
                    : Amounts.money(least) + " to " + Amounts.money(most) + " " + currency;
        }
    }

    /**
     * A size that is enough for a job's input.
     *
     * @param executors  executors
     * @param cores      cores of each
     * @param memoryMib  heap of each, in MiB
     * @param machines   instances that hold them and the driver; 0 where there are none to choose
     */
    public record SizeAdvice(int executors, int cores, int memoryMib, int machines) {
        public SizeAdvice {
            Require.atLeast("executors", executors, 1);
            Require.atLeast("cores", cores, 1);
            Require.atLeast("memoryMib", memoryMib, 1);
            Require.atLeast("machines", machines, 0);
        }

        public String words() {
            return "%s of %s and %s %s enough for this input%s"
                    .formatted(
                            Amounts.count(executors, "executor"),
                            Amounts.count(cores, "core"),
                            Amounts.sparkMemory(memoryMib),
                            executors == 1 ? "is" : "are",
                            machines == 0 ? "" : ", on " + Amounts.count(machines, "instance"));
        }
    }

    public RunEstimate {
        Require.that(!least.isNegative() && most.compareTo(least) >= 0, "no time: " + least + " to " + most);
        Require.notNull("cost", cost);
        Require.notBlank("machines", machines);
        Require.notNull("advice", advice);
        Require.notBlank("restsOn", restsOn);
    }

    /** @return time and cost, such as {@code 2 min 3 s to 9 min 0 s and 0.12 to 1.50 USD} */
    public String words() {
        return Amounts.duration(least) + " to " + Amounts.duration(most) + " and "
                + cost.map(Cost::words).orElse("a cost that is not known");
    }
}
