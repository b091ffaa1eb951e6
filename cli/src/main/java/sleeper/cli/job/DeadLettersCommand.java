package sleeper.cli.job;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import sleeper.api.job.DeadLetterReport;
import sleeper.api.job.TakenLetters;
import sleeper.api.job.TakenLetters.Seen;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.statestore.instance.OpenQueues;

/** {@code dead-letters}: messages that nobody could act on. */
@Command(
        name = "dead-letters",
        synopsisSubcommandLabel = "[show | redrive | delete]",
        description =
                "Lists the messages that could not be acted on, each with the reason; of a long one the beginning.")
public final class DeadLettersCommand extends SleeperCommand {
    private static final String MORE =
            "There may be more that could not be read just now: others who look hide them for up to a minute. Look again.";

    private DeadLettersCommand(Surrounding surrounding) {
        super(surrounding);
    }

    /** @return the command with its own commands */
    public static CommandLine create(Surrounding surrounding) {
        return new CommandLine(new DeadLettersCommand(surrounding))
                .addSubcommand(new ShowDeadLettersCommand(surrounding))
                .addSubcommand(new RedriveDeadLettersCommand(surrounding))
                .addSubcommand(new DeleteDeadLettersCommand(surrounding));
    }

    @Override
    public Integer call() {
        try (OpenQueues queues = instance().openQueues();
                TakenLetters taken = new TakenLetters(queues.deadLetters())) {
            Seen seen = taken.look(Integer.MAX_VALUE);
            List<DeadLetterReport> reports =
                    seen.letters().stream().map(DeadLetterReport::new).toList();
            print(
                    () -> DeadLetterReport.json(reports).put("more", seen.more()),
                    () -> words(reports) + (seen.more() ? System.lineSeparator() + MORE : ""));
        }
        return ExitCode.DONE;
    }

    private static String words(List<DeadLetterReport> letters) {
        return letters.isEmpty()
                ? "There is no dead letter."
                : letters.stream().map(DeadLetterReport::brief).collect(Collectors.joining(System.lineSeparator()));
    }
}
