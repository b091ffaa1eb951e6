package sleeper.cli.table;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.Words;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.core.table.TableName;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.table.Verdict;

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
        TableStore tables = stores().tables();
        TableState state = tables.require(name);
        String incarnation = state.table().orElseThrow().incarnation();
        if (tables.log(new TableName(name)).drop(incarnation) instanceof Verdict.Refused refused) {
            throw new InvalidRequestException("Table '" + name + "' was not dropped.", List.of(refused.fault()));
        }
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
