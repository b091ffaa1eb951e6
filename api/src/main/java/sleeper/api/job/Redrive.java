package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.json.StoredJson;
import sleeper.lambda.start.StartJob;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.UnreachableException;

/**
 * What came of sending dead letters again, each under the id it had.
 *
 * @param sent       jobs that were sent
 * @param kept       letters that are no job documents
 * @param stillThere letters that were sent, and could not be removed
 */
public record Redrive(List<SentJob> sent, List<DeadLetter> kept, List<DeadLetter> stillThere) {
    public Redrive {
        sent = List.copyOf(sent);
        kept = List.copyOf(kept);
        stillThere = List.copyOf(stillThere);
    }

    /**
     * @param ids   of the messages
     * @param words how the command line named the instance; empty if none did
     * @throws InvalidRequestException UNKNOWN_MESSAGE for each that is not there; nothing was sent then
     */
    public static Redrive of(Instance instance, List<String> ids, String words) {
        return of(instance, taken -> taken.require(ids, "No dead letter was sent again."), words);
    }

    /** As {@link #of}, for all that are there. */
    public static Redrive ofAll(Instance instance, String words) {
        return of(instance, TakenLetters::takeAll, words);
    }

    private static Redrive of(Instance instance, Function<TakenLetters, List<DeadLetter>> meant, String words) {
        List<SentJob> sent = new ArrayList<>();
        List<DeadLetter> kept = new ArrayList<>();
        List<DeadLetter> stillThere = new ArrayList<>();
        try (OpenQueues queues = instance.openQueues();
                TakenLetters taken = new TakenLetters(queues.deadLetters())) {
            TakenLetters.each(meant.apply(taken), "sent again", letter -> {
                Optional<JobDocument> document = document(letter);
                if (document.isPresent()) {
                    sent.add(resend(queues, letter, document.get(), words));
                    if (!isRemoved(taken, letter)) {
                        stillThere.add(letter);
                    }
                } else {
                    kept.add(letter);
                }
            });
        }
        return new Redrive(sent, kept, stillThere);
    }

    /** A letter that was sent stays so, whatever comes of taking it away. */
    private static boolean isRemoved(TakenLetters taken, DeadLetter letter) {
        try {
            return taken.remove(letter);
        } catch (TransientFailureException | UnreachableException e) {
            return false;
        }
    }

    private static SentJob resend(OpenQueues queues, DeadLetter letter, JobDocument document, String words) {
        JobId id = document.id().orElseThrow();
        String messageId = queues.jobs().send(letter.queue(), JobDocumentJson.canonical(document));
        return new SentJob(id, messageId, letter.queue(), queues.areServed(), words);
    }

    /** @return the job with its id filled in; empty if the message is no job document */
    private static Optional<JobDocument> document(DeadLetter letter) {
        try {
            JobDocument document = JobDocumentJson.parse(letter.body());
            JobId id = document.id().orElseGet(() -> StartJob.derivedId(letter.messageId()));
            return Optional.of(document.withId(id));
        } catch (InvalidRequestException e) {
            return Optional.empty();
        }
    }

    /** @return {@code {"redriven","kept","stillThere"}}: jobs as {@link SentJob}, letters as {@link DeadLetterReport} has them */
    public ObjectNode json() {
        ObjectNode json = StoredJson.object();
        json.set("redriven", StoredJson.array(sent, SentJob::json));
        json.set("kept", StoredJson.array(kept, letter -> new DeadLetterReport(letter).json()));
        json.set("stillThere", StoredJson.array(stillThere, letter -> new DeadLetterReport(letter).json()));
        return json;
    }
}
