package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.json.StoredJson;
import sleeper.lambda.start.StartJob;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.OpenQueues;

/** {@code dead-letters redrive}: sends dead letters again, each under the id it had. */
@Command(
        name = "redrive",
        description =
                "Sends dead letters to their queues again, each with the job id it had from the start. One that is no job"
                        + " document stays.")
final class RedriveDeadLettersCommand extends SleeperCommand {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "The messages; all where none is named.")
    private List<String> ids = List.of();

    RedriveDeadLettersCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        List<SentJob> sent = new ArrayList<>();
        List<DeadLetter> kept = new ArrayList<>();
        List<DeadLetter> stillThere = new ArrayList<>();
        try (OpenQueues queues = instance().openQueues();
                TakenLetters taken = new TakenLetters(queues.deadLetters())) {
            List<DeadLetter> meant = ids.isEmpty() ? taken.all() : taken.require(ids, "No dead letter was sent again.");
            for (DeadLetter letter : meant) {
                Optional<JobDocument> document = document(letter);
                if (document.isPresent()) {
                    sent.add(resend(queues, letter, document.get()));
                    if (!taken.remove(letter)) {
                        stillThere.add(letter);
                    }
                } else {
                    kept.add(letter);
                }
            }
        }
        print(() -> json(sent, kept, stillThere), () -> words(sent, kept, stillThere));
        return ExitCode.DONE;
    }

    private SentJob resend(OpenQueues queues, DeadLetter letter, JobDocument document) {
        JobId id = document.id().orElseThrow();
        String messageId = queues.jobs().send(letter.queue(), JobDocumentJson.canonical(document));
        return new SentJob(id, messageId, letter.queue(), queues.areServed(), instanceWords());
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

    private static ObjectNode json(List<SentJob> sent, List<DeadLetter> kept, List<DeadLetter> stillThere) {
        ObjectNode json = StoredJson.object();
        json.set("redriven", StoredJson.array(sent, SentJob::json));
        json.set("kept", StoredJson.array(kept, letter -> new DeadLetterReport(letter).json()));
        json.set("stillThere", StoredJson.array(stillThere, letter -> new DeadLetterReport(letter).json()));
        return json;
    }

    private static String words(List<SentJob> sent, List<DeadLetter> kept, List<DeadLetter> stillThere) {
        List<String> lines = new ArrayList<>();
        sent.forEach(job -> lines.add(job.words()));
        kept.forEach(letter -> lines.add("Kept message " + letter.messageId() + " of queue "
                + letter.queue().word()
                + ": it is no job document. Send it mended with 'sleeper submit', and take this one"
                + " away with 'sleeper dead-letters delete " + letter.messageId() + "'."));
        stillThere.forEach(letter -> lines.add("Message " + letter.messageId() + " of queue "
                + letter.queue().word()
                + " was sent, and is still a dead letter: it was taken too long ago to be removed."
                + " Sending it once more loads nothing twice."));
        return lines.isEmpty() ? "There is no dead letter." : String.join(System.lineSeparator(), lines);
    }
}
