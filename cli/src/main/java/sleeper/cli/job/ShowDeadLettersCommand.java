package sleeper.cli.job;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.api.job.DeadLetterReport;
import sleeper.api.job.TakenLetters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.statestore.instance.OpenQueues;

/** {@code dead-letters show}: dead letters whole. */
@Command(name = "show", description = "Shows dead letters whole.")
final class ShowDeadLettersCommand extends SleeperCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "The messages.")
    private List<String> ids;

    ShowDeadLettersCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        try (OpenQueues queues = instance().openQueues();
                TakenLetters taken = new TakenLetters(queues.deadLetters())) {
            List<DeadLetterReport> reports = taken.require(ids, "The dead letters were not shown.").stream()
                    .map(DeadLetterReport::new)
                    .toList();
            print(
                    () -> DeadLetterReport.json(reports),
                    () -> reports.stream()
                            .map(DeadLetterReport::words)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
        return ExitCode.DONE;
    }
}
