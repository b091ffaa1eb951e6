package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

import java.util.HashSet;
import java.util.Set;

/** Knows which slots of the log are entries no longer, and holds it against who says so. */
final class RetireOracle {
    private final Set<Long> retired = new HashSet<>();

    /** An entry was replaced by its tombstone. */
    void retired(long slot) {
        retired.add(slot);
    }

    /** A process was told that all slots up to one are retired. */
    void told(long upTo) {
        for (long slot = 1; slot <= upTo; slot++) {
            check(retired.contains(slot), "the log was told to be retired up to slot %d; slot %d is not", upTo, slot);
        }
    }
}
