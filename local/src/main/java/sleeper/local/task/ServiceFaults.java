package sleeper.local.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes wrong in a stand-in for a service, as a test wants it, by the action that the service offers, such as {@code RunJobFlow}.
 * Safe for use by many threads.
 */
public final class ServiceFaults {
    private final Map<String, Deque<Fault>> next = new HashMap<>();
    private final Map<String, Fault> always = new HashMap<>();
    private Duration listedAfter = Duration.ZERO;

    /** One thing that goes wrong. */
    public sealed interface Fault {}

    /**
     * The service refuses the call, and nothing is done.
     *
     * @param error name that a state machine sees, such as {@code EMR.AmazonElasticMapReduceException}
     * @param cause text that it sees
     */
    public record Refuse(String error, String cause) implements Fault {}

    /** The work is done, and the caller gets an error all the same. */
    public record LoseReply(String error, String cause) implements Fault {}

    /** Nothing is done, and nothing comes back. */
    public record Hang() implements Fault {}

    /** The work is done, and nothing comes back. */
    public record WorkAndHang() implements Fault {}

    /**
     * What the call creates fails before it works.
     *
     * @param code    the service's word for why
     * @param message for people
     */
    public record FailStarting(String code, String message) implements Fault {}

    /** What the call creates never comes to work. */
    public record Stuck() implements Fault {}

    /** Adds what befalls the next call of an action that nothing befalls yet. */
    public synchronized ServiceFaults next(String action, Fault fault) {
        next.computeIfAbsent(action, unused -> new ArrayDeque<>()).add(fault);
        return this;
    }

    /** Sets what befalls every call of an action that has nothing of its own. */
    public synchronized ServiceFaults always(String action, Fault fault) {
        always.put(action, fault);
        return this;
    }

    /** From now on what was created is listed only after so long. */
    public synchronized ServiceFaults listLate(Duration after) {
        listedAfter = after;
        return this;
    }

    /** From now on nothing goes wrong. */
    public synchronized void mend() {
        next.clear();
        always.clear();
        listedAfter = Duration.ZERO;
    }

    /** @return what befalls this call of an action */
    public synchronized Optional<Fault> take(String action) {
        Deque<Fault> waiting = next.get(action);
        return waiting == null || waiting.isEmpty()
                ? Optional.ofNullable(always.get(action))
                : Optional.of(waiting.remove());
    }

    /** @return how long what was created is not listed */
    public synchronized Duration listedAfter() {
        return listedAfter;
    }
}
