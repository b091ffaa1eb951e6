package sleeper.cli.table;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sleeper.cli.frame.Surrounding;

/** {@code table}: makes, shows and drops tables. */
@Command(
        name = "table",
        synopsisSubcommandLabel = "COMMAND",
        description = "Creates, lists, describes, extends and drops tables.")
public final class TableCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private TableCommand() {}

    /** @return the command with its own commands */
    public static CommandLine create(Surrounding surrounding) {
        return new CommandLine(new TableCommand())
                .addSubcommand(new CreateTableCommand(surrounding))
                .addSubcommand(new ListTablesCommand(surrounding))
                .addSubcommand(new DescribeTableCommand(surrounding))
                .addSubcommand(new AddFieldCommand(surrounding))
                .addSubcommand(new DropTableCommand(surrounding));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "A command is needed: create, list, describe, add-field or drop.");
    }
}
