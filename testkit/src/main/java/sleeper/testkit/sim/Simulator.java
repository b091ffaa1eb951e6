package sleeper.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs seeded schedules over the state store's own classes. A seed gives the same schedule always.
 *
 * <pre>
 * java -cp … sleeper.testkit.sim.Simulator COUNT [FIRST_SEED] [RULE]
 * </pre>
 *
 * <p>{@code RULE} is the number of a rule to break. Exit code 1 tells that a promise was broken; the seed is printed.
 */
public final class Simulator {
    private static final int PROGRESS_EVERY = 10_000;
    private static final double NANOS = 1e9;

    private Simulator() {}

    /**
     * A promise that a schedule broke.
     *
     * @param seed      repeats it
     * @param violation what it was
     */
    public record Finding(long seed, String violation) {}

    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("Usage: Simulator COUNT [FIRST_SEED] [RULE]");
            System.exit(2);
        }
        long count = Long.parseLong(arguments[0]);
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        Optional<BrokenRule> broken =
                arguments.length > 2 ? BrokenRule.of(Integer.parseInt(arguments[2])) : Optional.empty();
        long started = System.nanoTime();
        long calls = 0;
        for (long seed = first; seed < first + count; seed++) {
            try {
                calls += Schedule.run(seed, broken);
            } catch (Violation e) {
                System.out.println("seed " + seed + ": " + e.getMessage());
                System.exit(1);
            }
            if ((seed + 1 - first) % PROGRESS_EVERY == 0) {
                report(seed + 1 - first, calls, started);
            }
        }
        report(count, calls, started);
    }

    private static void report(long schedules, long calls, long startedNanos) {
        double seconds = (System.nanoTime() - startedNanos) / NANOS;
        System.out.printf(
                "%d schedules without a violation, %d calls of ports, %.0f schedules a second%n",
                schedules, calls, schedules / seconds);
    }

    /**
     * @return what went wrong in the schedules of {@code count} seeds from {@code first} on, none if nothing did; stops at
     * {@code most}
     */
    public static List<Finding> findings(long first, long count, Optional<BrokenRule> broken, int most) {
        List<Finding> findings = new ArrayList<>();
        for (long seed = first; seed < first + count && findings.size() < most; seed++) {
            try {
                Schedule.run(seed, broken);
            } catch (Violation e) {
                findings.add(new Finding(seed, e.getMessage()));
            }
        }
        return findings;
    }
}
