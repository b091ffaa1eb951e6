package sleeper.cli.table;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.table.TableChange;
import sleeper.api.table.TableDescription;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.picture.MapPicture;
import sleeper.cli.picture.Paper;
import sleeper.statestore.table.KeySpaceMap;
import sleeper.statestore.table.KeySpaceMapJson;

@Command(name = "describe", description = "Shows a table's schema, properties and partitions.")
final class DescribeTableCommand extends SleeperCommand {
    @Parameters(paramLabel = "NAME", description = "The table.")
    private String name;

    @Option(
            names = "--map",
            description =
                    "Draw how the rows lie over the key space, in place of the list of partitions; with --json all of it"
                            + " as map.")
    private boolean map;

    DescribeTableCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        TableDescription description = new TableChange(instance()).describe(name);
        if (map) {
            KeySpaceMap keySpace = KeySpaceMap.of(description.state());
            print(
                    () -> description.json().set("map", KeySpaceMapJson.toJson(keySpace)),
                    () -> new TableWords(description)
                            .wordsWithMap(new MapPicture(keySpace, Paper.of(surrounding())).lines()));
        } else {
            print(description::json, new TableWords(description)::words);
        }
        return ExitCode.DONE;
    }
}
