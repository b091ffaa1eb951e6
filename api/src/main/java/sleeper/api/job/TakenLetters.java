package sleeper.api.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.FailureWords;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.UnreachableException;

/**
 * The dead letters of an instance while a command looks at them. Those that it does not remove are there for others after it. For one
 * thread.
 */
public final class TakenLetters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TakenLetters.class);
    /** Less than the minute that a letter is hidden for, so that none comes back while others are read. */
    private static final Duration LONGEST = Duration.ofSeconds(20);
    /** Others who look hide letters for a moment. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    private static final int PAUSE_MILLIS = 100;

    private final DeadLetterQueues queues;
    private final Duration longest;
    private final long begun = System.nanoTime();
    /** Hidden from others now. */
    private final List<DeadLetter> held = new ArrayList<>();

    /** All that were taken, by queue and id: of one that was kept twice, the later. */
    private final Map<JobQueue, Map<String, DeadLetter>> seen = new EnumMap<>(JobQueue.class);

    /**
     * Letters that were looked at.
     *
     * @param letters by queue
     * @param more    whether there may be more of them: beyond what was asked for, or hidden by others for as long as this looked
     */
    public record Seen(List<DeadLetter> letters, boolean more) {
        public Seen {
            letters = List.copyOf(letters);
        }
    }

    public TakenLetters(DeadLetterQueues queues) {
        this(queues, LONGEST);
    }

    /** @param longest how long letters are taken for, whether or not there are more */
    TakenLetters(DeadLetterQueues queues, Duration longest) {
        this.queues = queues;
        this.longest = longest;
    }

    /**
     * Looks at letters. Those of a queue are shown to others again as soon as it was read, so that none of them can be removed.
     *
     * @param most letters, 1 or more
     */
    public Seen look(int most) {
        boolean isAll = read(() -> seen().count() >= most, this::close);
        return new Seen(seen().limit(most).toList(), !isAll || seen().count() > most);
    }

    private Stream<DeadLetter> seen() {
        return seen.values().stream().flatMap(ofQueue -> ofQueue.values().stream());
    }

    /** @return all letters; hidden from others until they are removed, or this is closed */
    List<DeadLetter> takeAll() {
        boolean unused = read(() -> false, () -> {});
        return List.copyOf(held);
    }

    /**
     * @param ids     of messages
     * @param summary what could not be done if one is not there; a whole sentence
     * @return the letters with these ids; hidden from others until they are removed, or this is closed
     * @throws InvalidRequestException UNKNOWN_MESSAGE for each that is not there
     */
    public List<DeadLetter> require(List<String> ids, String summary) {
        Set<String> meant = Set.copyOf(ids);
        boolean isAll = read(() -> missing(meant).isEmpty(), () -> {});
        Set<String> missing = missing(meant);
        List<Fault> faults = ids.stream()
                .filter(missing::contains)
                .map(id -> Fault.of(ErrorCode.UNKNOWN_MESSAGE, "message " + id, notFound(isAll), ""))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(summary, faults);
        }
        release(letter -> !meant.contains(letter.messageId()));
        return List.copyOf(held);
    }

    private Set<String> missing(Set<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        held.forEach(letter -> missing.remove(letter.messageId()));
        return missing;
    }

    private String notFound(boolean isAll) {
        String words = "no dead letter of this id";
        return isAll ? words : words + " among the " + held.size() + " that could be taken; there may be more";
    }

    /**
     * Takes letters of all queues, and again for some seconds of those that have more: others hide them.
     *
     * @param isEnough   whether no more need be taken
     * @param afterQueue what is done once a queue was read
     * @return whether all that there are were taken
     */
    private boolean read(BooleanSupplier isEnough, Runnable afterQueue) {
        List<JobQueue> left = readOnce(List.of(JobQueue.values()), isEnough, afterQueue);
        long looked = System.nanoTime();
        while (!left.isEmpty()
                && !isEnough.getAsBoolean()
                && isWithin(AGAIN, looked)
                && isWithin(longest, begun)
                && pause()) {
            left = readOnce(left, isEnough, afterQueue);
        }
        return left.isEmpty();
    }

    /** @return those of the queues that have more letters than were taken of them */
    private List<JobQueue> readOnce(List<JobQueue> of, BooleanSupplier isEnough, Runnable afterQueue) {
        List<JobQueue> left = new ArrayList<>();
        for (JobQueue queue : of) {
            take(queue, isEnough);
            long holds = held.stream().filter(letter -> letter.queue() == queue).count();
            afterQueue.run();
            if (Math.max(holds, seenOf(queue).size()) < queues.count(queue)) {
                left.add(queue);
            }
        }
        return left;
    }

    private void take(JobQueue queue, BooleanSupplier isEnough) {
        boolean isMore = true;
        while (isMore && !isEnough.getAsBoolean() && isWithin(longest, begun)) {
            List<DeadLetter> some = queues.take(queue);
            held.addAll(some);
            some.forEach(letter -> seenOf(queue).put(letter.messageId(), letter));
            isMore = !some.isEmpty();
        }
    }

    private Map<String, DeadLetter> seenOf(JobQueue queue) {
        return seen.computeIfAbsent(queue, unused -> new LinkedHashMap<>());
    }

    private static boolean isWithin(Duration time, long begun) {
        return System.nanoTime() - begun < time.toNanos();
    }

    /** @return whether nobody wants this thread to end */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Removes a letter for good. @return whether it is gone; not so if it was taken too long ago */
    public boolean remove(DeadLetter letter) {
        held.remove(letter);
        return queues.remove(letter);
    }

    /**
     * Acts on letters one by one. After a failure the rest is left, and what was done before is told: who repeats all of it would ask for
     * letters that are no longer there.
     *
     * @param letters that are meant
     * @param done    what they are then, such as {@code deleted}
     * @throws OutcomeUnknownException if it failed after the first, or it is not known whether it was done
     */
    static void each(List<DeadLetter> letters, String done, Consumer<DeadLetter> action) {
        List<String> before = new ArrayList<>();
        for (DeadLetter letter : letters) {
            try {
                action.accept(letter);
            } catch (TransientFailureException | UnreachableException | OutcomeUnknownException e) {
                if (before.isEmpty() && e instanceof TransientFailureException) {
                    throw e;
                }
                throw OutcomeUnknownException.of(
                        before.size() + " of " + letters.size() + " dead letters were " + done + ".",
                        "message " + letter.messageId(),
                        FailureWords.of(e),
                        (before.isEmpty() ? "" : "Done with: " + String.join(", ", before) + ". ")
                                + "See which letters there still are, and go on with those.",
                        e);
            }
            before.add(letter.messageId());
        }
    }

    /** Letters that cannot be shown again now are so by themselves a minute after they were taken; what was done with others stays done. */
    @Override
    public void close() {
        release(letter -> true);
    }

    private void release(Predicate<DeadLetter> which) {
        held.stream()
                .filter(which)
                .collect(Collectors.groupingBy(DeadLetter::queue))
                .forEach(this::show);
        held.removeIf(which);
    }

    private void show(JobQueue queue, List<DeadLetter> letters) {
        try {
            queues.release(queue, letters);
        } catch (TransientFailureException | UnreachableException e) {
            LOG.warn("Dead letters of the queue {} stay hidden for a minute: {}", queue.word(), e.getMessage());
        }
    }
}
