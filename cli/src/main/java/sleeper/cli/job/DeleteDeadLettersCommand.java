package sleeper.cli.job;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.api.job.DeletedLetters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;

/** {@code dead-letters delete}: takes dead letters away. */
@Command(
        name = "delete",
        description = "Deletes dead letters for good: all that are named, or none if one of them is not there.")
final class DeleteDeadLettersCommand extends SleeperCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "The messages.")
    private List<String> ids;

    DeleteDeadLettersCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        DeletedLetters letters = DeletedLetters.of(instance(), ids);
        print(letters::json, () -> words(letters.deleted(), letters.stillThere()));
        return ExitCode.DONE;
    }

    private static String words(List<DeadLetter> deleted, List<DeadLetter> stillThere) {
        return Stream.concat(
                        deleted.stream()
                                .map(letter -> "Deleted message " + letter.messageId() + " of queue "
                                        + letter.queue().word() + "."),
                        stillThere.stream()
                                .map(letter -> "Message " + letter.messageId() + " of queue "
                                        + letter.queue().word()
                                        + " is still there: it was taken too long ago to be removed. Try again."))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
