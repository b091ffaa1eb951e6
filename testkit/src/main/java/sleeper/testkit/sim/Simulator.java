package sleeper.testkit.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.core.util.Require;

/**
 * Runs seeded schedules over the state store's own classes. A seed gives the same schedule always, and a
 * schedule runs on one thread; schedules run side by side.
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
        long count = 0;
        long first = 0;
        Optional<BrokenRule> broken = Optional.empty();
        try {
            Require.that(arguments.length >= 1 && arguments.length <= 3, "one to three numbers are wanted");
            count = Long.parseLong(arguments[0]);
            first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
            broken = arguments.length > 2 ? Optional.of(rule(arguments[2])) : broken;
        } catch (IllegalArgumentException e) {
            System.err.println("Usage: Simulator COUNT [FIRST_SEED] [RULE]; " + e.getMessage());
            System.exit(2);
        }
        long started = System.nanoTime();
        SeedRange range = new SeedRange(first, count, broken, Optional.empty(), 1);
        List<Finding> findings = range.run(schedules -> {
            if (schedules % PROGRESS_EVERY == 0) {
                report(schedules, range.calls(), started);
            }
        });
        findings.forEach(finding -> System.out.println("seed " + finding.seed() + ": " + finding.violation()));
        if (!findings.isEmpty()) {
            System.exit(1);
        }
        report(count, range.calls(), started);
    }

    private static BrokenRule rule(String number) {
        return BrokenRule.of(Integer.parseInt(number))
                .orElseThrow(() -> new IllegalArgumentException("there is no rule " + number));
    }

    private static void report(long schedules, long calls, long startedNanos) {
        double seconds = (System.nanoTime() - startedNanos) / NANOS;
        System.out.printf(
                "%d schedules, %d calls of ports, %.0f schedules a second%n", schedules, calls, schedules / seconds);
    }

    /**
     * @return what went wrong in the schedules of {@code count} seeds from {@code first} on, none if nothing did; stops at
     * {@code most}
     */
    public static List<Finding> findings(long first, long count, Optional<BrokenRule> broken, int most) {
        return new SeedRange(first, count, broken, Optional.empty(), most).run(schedules -> {});
    }

    /**
     * As {@link #findings}, with all that is stored in a service.
     *
     * @param services gives each schedule a new one
     */
    public static List<Finding> findingsOn(Supplier<Service> services, long first, long count, int most) {
        return new SeedRange(first, count, Optional.empty(), Optional.of(services), most).run(schedules -> {});
    }
}
