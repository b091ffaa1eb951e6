package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sleeper.core.job.AttemptId;
import sleeper.statestore.job.Decision;

/** Knows what is true of the job store, by the objects as they come and go, and holds against it what the store tells. */
final class JobOracle {
    private static final String ATTEMPTS = "attempts/";
    private static final String DECISIONS = "decisions/";
    private static final String REFUSAL = "\"decision\":\"refusal\"";

    private final World world;
    private final Set<String> recorded = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();
    private final Map<AttemptId, Decision> decisions = new HashMap<>();

    JobOracle(World world) {
        this.world = world;
    }

    private static String nameOf(AttemptId attempt) {
        return attempt.jobId() + "." + attempt.number();
    }

    /** The version before recorded an attempt, and no index of what is open. */
    void recordedBefore(AttemptId attempt) {
        recorded.add(nameOf(attempt));
    }

    /** An object got under a key that was free. */
    void stored(String key, byte[] bytes) {
        if (key.startsWith(DECISIONS) && new String(bytes, StandardCharsets.UTF_8).contains(REFUSAL)) {
            refused.add(key.substring(DECISIONS.length()));
        }
        if (key.startsWith(ATTEMPTS)) {
            String name = key.substring(ATTEMPTS.length());
            recorded.add(name);
            check(
                    world.jobObjects.get("open/" + name).isPresent() || refused.contains(name),
                    "attempt %s may run, and is not among those that are open",
                    name);
        }
    }

    /** An attempt is about to count as open no longer. */
    void closes(String name) {
        check(refused.contains(name), "attempt %s was taken out of those that are open, and it has not ended", name);
    }

    /** A validation was told what is decided. */
    void told(AttemptId attempt, Decision decision) {
        Decision before = decisions.putIfAbsent(attempt, decision);
        check(
                before == null || before.equals(decision),
                "%s was told to be decided as %s, and before that as %s",
                attempt,
                decision,
                before);
    }

    /** @return what is open for certain: recorded, and not refused */
    Set<String> open() {
        Set<String> open = new TreeSet<>(recorded);
        open.removeAll(refused);
        return open;
    }

    /**
     * A sweep was told what is open.
     *
     * @param before what was open before it asked
     */
    void toldOpen(Set<String> before, List<AttemptId> told) {
        Set<String> missing = new TreeSet<>(before);
        missing.removeAll(refused);
        told.forEach(attempt -> missing.remove(nameOf(attempt)));
        check(missing.isEmpty(), "attempts %s are open, and a sweep was not told of them", missing);
    }
}
