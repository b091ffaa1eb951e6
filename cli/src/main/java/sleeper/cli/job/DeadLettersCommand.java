package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.Surrounding;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.Secrets;
import sleeper.lambda.start.StartJob;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.OpenQueues;

/** {@code dead-letters}: messages that nobody could act on. */
@Command(
        name = "dead-letters",
        synopsisSubcommandLabel = "[redrive]",
        description = "Lists the messages that could not be acted on, each with the reason.")
public final class DeadLettersCommand extends JobCommand {
    private DeadLettersCommand(Surrounding surrounding) {
        super(surrounding);
    }

    /** @return the command with its own command */
    public static CommandLine create(Surrounding surrounding) {
        return new CommandLine(new DeadLettersCommand(surrounding)).addSubcommand(new Redrive(surrounding));
    }

    @Override
    public Integer call() {
        List<DeadLetter> letters;
        try (OpenQueues queues = instance().openQueues()) {
            letters = take(queues.deadLetters());
            letters.forEach(queues.deadLetters()::release);
        }
        print(() -> json(letters), () -> words(letters));
        return ExitCode.DONE;
    }

    private static List<DeadLetter> take(DeadLetterQueues dead) {
        List<DeadLetter> letters = new ArrayList<>();
        for (JobQueue queue : JobQueue.values()) {
            letters.addAll(dead.take(queue));
        }
        return letters;
    }

    private static ObjectNode json(List<DeadLetter> letters) {
        ObjectNode json = StoredJson.object();
        json.set("deadLetters", StoredJson.array(letters, DeadLettersCommand::json));
        return json;
    }

    private static ObjectNode json(DeadLetter letter) {
        return StoredJson.object()
                .put("queue", letter.queue().word())
                .put("messageId", letter.messageId())
                .put("body", Secrets.masked(letter.body()))
                .put("reason", Secrets.masked(letter.reason()))
                .put("masked", isMasked(letter));
    }

    private static boolean isMasked(DeadLetter letter) {
        return !Secrets.masked(letter.body()).equals(letter.body());
    }

    private static String words(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return "There is no dead letter.";
        }
        List<String> lines = new ArrayList<>();
        for (DeadLetter letter : letters) {
            lines.add("message " + letter.messageId() + " of queue "
                    + letter.queue().word());
            String reason = letter.reason().isEmpty() ? "It was received too often." : letter.reason();
            Secrets.masked(reason).lines().forEach(line -> lines.add("  " + line));
            Secrets.masked(letter.body()).lines().forEach(line -> lines.add("  | " + line));
            if (isMasked(letter)) {
                lines.add("  " + Secrets.ADVICE);
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** {@code dead-letters redrive}: sends them again, each under the id it had. */
    @Command(
            name = "redrive",
            description =
                    "Sends the dead letters to their queues again, each with the job id it had from the start. One that is no"
                            + " job document stays.")
    static final class Redrive extends JobCommand {
        Redrive(Surrounding surrounding) {
            super(surrounding);
        }

        @Override
        public Integer call() {
            List<SentJob> sent = new ArrayList<>();
            List<DeadLetter> kept = new ArrayList<>();
            List<DeadLetter> stillThere = new ArrayList<>();
            try (OpenQueues queues = instance().openQueues()) {
                for (DeadLetter letter : take(queues.deadLetters())) {
                    Optional<JobDocument> document = document(letter);
                    if (document.isPresent()) {
                        sent.add(resend(queues, letter, document.get()));
                        if (!queues.deadLetters().remove(letter)) {
                            stillThere.add(letter);
                        }
                    } else {
                        queues.deadLetters().release(letter);
                        kept.add(letter);
                    }
                }
            }
            print(() -> json(sent, kept, stillThere), () -> words(sent, kept, stillThere));
            return ExitCode.DONE;
        }

        private static SentJob resend(OpenQueues queues, DeadLetter letter, JobDocument document) {
            JobId id = document.id().orElseThrow();
            String messageId = queues.jobs().send(letter.queue(), JobDocumentJson.canonical(document));
            return new SentJob(id, messageId, letter.queue(), queues.areServed());
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
            json.set("kept", StoredJson.array(kept, DeadLettersCommand::json));
            json.set("stillThere", StoredJson.array(stillThere, DeadLettersCommand::json));
            return json;
        }

        private static String words(List<SentJob> sent, List<DeadLetter> kept, List<DeadLetter> stillThere) {
            List<String> lines = new ArrayList<>();
            sent.forEach(job -> lines.add(job.words()));
            kept.forEach(letter -> lines.add("Kept message " + letter.messageId() + " of queue "
                    + letter.queue().word() + ": it is no job document. Mend it and send it with 'sleeper submit'."));
            stillThere.forEach(letter -> lines.add("Message " + letter.messageId() + " of queue "
                    + letter.queue().word() + " was sent, and is still a dead letter: it was taken too long ago to be"
                    + " removed. Sending it once more loads nothing twice."));
            return lines.isEmpty() ? "There is no dead letter." : String.join(System.lineSeparator(), lines);
        }
    }
}
