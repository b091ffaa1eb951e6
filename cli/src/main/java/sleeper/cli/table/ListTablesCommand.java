package sleeper.cli.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import sleeper.api.table.TableChange;
import sleeper.api.table.TableDescription;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.core.json.StoredJson;

@Command(name = "list", description = "Lists the tables with their sizes.")
final class ListTablesCommand extends SleeperCommand {
    ListTablesCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        List<ObjectNode> tables = new TableChange(instance())
                .list().stream().map(TableDescription::summaryJson).toList();
        print(
                () -> {
                    ObjectNode json = StoredJson.object();
                    json.putArray("tables").addAll(tables);
                    return json;
                },
                () -> words(tables));
        return ExitCode.DONE;
    }

    private String words(List<ObjectNode> tables) {
        if (tables.isEmpty()) {
            return "There is no table at " + surrounding().home() + ". Make one with 'sleeper table create'.";
        }
        TextTable text = new TextTable()
                .words("table")
                .numbers("rows")
                .numbers("files")
                .numbers("partitions")
                .numbers("size");
        for (ObjectNode table : tables) {
            text.row(
                    table.get("table").textValue(),
                    Words.count(table.get("rows").longValue()),
                    Words.count(table.get("files").longValue()),
                    Words.count(table.get("partitions").longValue()),
                    Words.bytes(table.get("bytes").longValue()));
        }
        return text.toString();
    }
}
