package sleeper.cli.services;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.core.resource.Resource;
import sleeper.local.run.LocalHome;
import sleeper.local.task.Held;

/** {@code clusters}: what the stand-ins for the platforms hold, also while {@code local} runs. */
@Command(
        name = "clusters",
        description =
                "Lists what stands in for the platforms' resources on this machine: tasks of ECS, clusters and steps of EMR,"
                        + " job runs of EMR Serverless, Jobs and pods of Kubernetes; with what was asked for and what it has"
                        + " here.")
public final class ClustersCommand extends SleeperCommand {
    @Option(names = "--all", description = "List what has ended, too, for as long as its service would.")
    private boolean all;

    public ClustersCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() throws IOException {
        expectThisMachine("What a job of it created is shown by 'sleeper jobs JOB --instance %s'.");
        LocalHome home = new LocalHome(surrounding().home());
        HeldList held = HeldList.of(home, all);
        print(held::json, () -> words(held.served(), held.listed(), held.leftOut()));
        return ExitCode.DONE;
    }

    private String words(boolean services, List<Held> listed, int leftOut) {
        StringBuilder words = new StringBuilder();
        if (listed.isEmpty()) {
            words.append("Nothing is held at ").append(surrounding().home()).append('.');
        } else {
            words.append(table(listed));
        }
        if (leftOut > 0) {
            words.append(System.lineSeparator()).append(Words.count(leftOut)).append(" more ended; --all lists them.");
        }
        if (!services && !listed.isEmpty()) {
            words.append(System.lineSeparator())
                    .append("No services run here: what is not ended goes on when they start.");
        }
        return words.toString();
    }

    private static TextTable table(List<Held> listed) {
        TextTable table = new TextTable()
                .words("kind")
                .words("state")
                .words("id")
                .words("name")
                .words("since")
                .words("asked for")
                .words("has here")
                .words("why");
        for (Held held : listed) {
            Resource resource = held.resource();
            table.row(
                    resource.kind().word(),
                    resource.state(),
                    resource.id(),
                    Words.harmless(held.name()),
                    Words.time(held.since()),
                    Words.harmless(held.asked()),
                    held.given(),
                    // The rest is for --json.
                    Words.harmless(resource.reason().lines().findFirst().orElse("")));
        }
        return table;
    }
}
