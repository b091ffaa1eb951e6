package sleeper.cli.table;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.api.table.TableChange;
import sleeper.api.table.ViewPublishing;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.Words;
import sleeper.core.json.StoredJson;
import sleeper.statestore.table.TableState;

@Command(
        name = "drop",
        description = "Drops a table, its rows with it. Its files go with 'gc' once readers have had time.")
final class DropTableCommand extends SleeperCommand {
    @Parameters(paramLabel = "NAME", description = "The table.")
    private String name;

    DropTableCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        TableState state = new TableChange(instance()).drop(name);
        new ViewPublishing(instance())
                .retract(name)
                .ifPresent(warning -> console().progress("warning: " + warning));
        print(
                () -> StoredJson.object()
                        .put("table", name)
                        .put("dropped", true)
                        .put("files", state.fileCount())
                        .put("rows", state.rowCount()),
                () -> "Dropped table %s with %s in %s. 'sleeper gc %s' takes the files away."
                        .formatted(
                                name,
                                Words.count(state.rowCount(), "row"),
                                Words.count(state.fileCount(), "file"),
                                name));
        return ExitCode.DONE;
    }
}
