package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.json.StoredJson;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.OpenQueues;

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
        try (OpenQueues queues = instance().openQueues();
                TakenLetters taken = new TakenLetters(queues.deadLetters())) {
            List<DeadLetter> letters = taken.require(ids, "No dead letter was deleted.");
            Map<Boolean, List<DeadLetter>> byGone = letters.stream().collect(Collectors.partitioningBy(taken::remove));
            print(() -> json(byGone.get(true), byGone.get(false)), () -> words(byGone.get(true), byGone.get(false)));
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(List<DeadLetter> deleted, List<DeadLetter> stillThere) {
        ObjectNode json = StoredJson.object();
        json.set("deleted", StoredJson.array(deleted, letter -> new DeadLetterReport(letter).json()));
        json.set("stillThere", StoredJson.array(stillThere, letter -> new DeadLetterReport(letter).json()));
        return json;
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
