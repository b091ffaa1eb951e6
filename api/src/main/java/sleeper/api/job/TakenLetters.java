package sleeper.api.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

/** The dead letters of an instance while a command looks at them. Those that it does not remove are there for others after it. */
public final class TakenLetters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TakenLetters.class);
    private static final long LOOKS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PAUSE_MILLIS = 100;

    private final DeadLetterQueues queues;
    private final List<DeadLetter> letters = new ArrayList<>();

    public TakenLetters(DeadLetterQueues queues) {
        this.queues = queues;
        take();
    }

    private void take() {
        for (JobQueue queue : JobQueue.values()) {
            letters.addAll(queues.take(queue));
        }
    }

    public List<DeadLetter> all() {
        return List.copyOf(letters);
    }

    /**
     * Letters that are not there are looked for again for a second: others who look at them hide them for a moment.
     *
     * @param ids     of messages
     * @param summary what could not be done if one is not there; a whole sentence
     * @return the letters with these ids
     * @throws InvalidRequestException UNKNOWN_MESSAGE for each that is not there
     */
    public List<DeadLetter> require(List<String> ids, String summary) {
        long begun = System.nanoTime();
        while (!missing(ids).isEmpty() && System.nanoTime() - begun < LOOKS_NANOS) {
            pause();
            take();
        }
        List<Fault> faults = missing(ids).stream()
                .map(id -> Fault.of(ErrorCode.UNKNOWN_MESSAGE, "message " + id, "no dead letter of this id", ""))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(summary, faults);
        }
        return letters.stream()
                .filter(letter -> ids.contains(letter.messageId()))
                .toList();
    }

    private List<String> missing(List<String> ids) {
        return ids.stream()
                .filter(id ->
                        letters.stream().noneMatch(letter -> letter.messageId().equals(id)))
                .toList();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes a letter for good. @return whether it is gone; not so if it was taken too long ago */
    public boolean remove(DeadLetter letter) {
        letters.remove(letter);
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
        for (DeadLetter letter : letters) {
            try {
                queues.release(letter);
            } catch (TransientFailureException | UnreachableException e) {
                LOG.warn("A dead letter stays hidden for a minute: {}", e.getMessage());
            }
        }
    }
}
