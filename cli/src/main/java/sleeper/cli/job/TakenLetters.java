package sleeper.cli.job;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;

/** The dead letters of an instance while a command looks at them. Those that it does not remove are there for others after it. */
final class TakenLetters implements AutoCloseable {
    private final DeadLetterQueues queues;
    private final List<DeadLetter> letters = new ArrayList<>();

    TakenLetters(DeadLetterQueues queues) {
        this.queues = queues;
        for (JobQueue queue : JobQueue.values()) {
            letters.addAll(queues.take(queue));
        }
    }

    List<DeadLetter> all() {
        return List.copyOf(letters);
    }

    /**
     * @param ids     of messages
     * @param summary what could not be done if one is not there; a whole sentence
     * @return the letters with these ids
     * @throws InvalidRequestException UNKNOWN_MESSAGE for each that is not there
     */
    List<DeadLetter> require(List<String> ids, String summary) {
        List<Fault> faults = ids.stream()
                .filter(id ->
                        letters.stream().noneMatch(letter -> letter.messageId().equals(id)))
                .map(id -> Fault.of(ErrorCode.UNKNOWN_MESSAGE, "message " + id, "no dead letter of this id", ""))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(summary, faults);
        }
        return letters.stream()
                .filter(letter -> ids.contains(letter.messageId()))
                .toList();
    }

    /** Removes a letter for good. @return whether it is gone; not so if it was taken too long ago */
    boolean remove(DeadLetter letter) {
        letters.remove(letter);
        return queues.remove(letter);
    }

    @Override
    public void close() {
        letters.forEach(queues::release);
    }
}
