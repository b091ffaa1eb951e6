package sleeper.cli.job;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.api.job.Redrive;
import sleeper.api.job.SentJob;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;

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
        Redrive redrive = ids.isEmpty()
                ? Redrive.ofAll(instance(), instanceWords())
                : Redrive.of(instance(), ids, instanceWords());
        print(redrive::json, () -> words(redrive.sent(), redrive.kept(), redrive.stillThere()));
        return ExitCode.DONE;
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
                + " was sent, and is still a dead letter: it could not be removed."
                + " Sending it once more loads nothing twice."));
        return lines.isEmpty() ? "There is no dead letter." : String.join(System.lineSeparator(), lines);
    }
}
