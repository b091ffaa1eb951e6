package sleeper.cli.table;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableState;

@Command(name = "describe", description = "Shows a table's schema, properties and partitions.")
final class DescribeTableCommand extends SleeperCommand {
    @Parameters(paramLabel = "NAME", description = "The table.")
    private String name;

    DescribeTableCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        InstanceStores stores = stores();
        TableState state = stores.tables().require(name);
        TableName table = new TableName(name);
        TableDescription description = new TableDescription(table, state, stores.tableProperties(table));
        print(description::json, description::words);
        return ExitCode.DONE;
    }
}
