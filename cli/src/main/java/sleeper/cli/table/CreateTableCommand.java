package sleeper.cli.table;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.UserFile;
import sleeper.cli.frame.Words;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.partition.PartitionTree;
import sleeper.core.partition.json.SplitPointsFile;
import sleeper.core.schema.Schema;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.Verdict;

@Command(
        name = "create",
        description =
                "Creates a table with one partition, with those that split points make, or with those that give each"
                        + " an equal share of a sample.")
final class CreateTableCommand extends SleeperCommand {
    @Parameters(paramLabel = "NAME", description = "The table: 1 to 64 letters, digits, '_' and '-'.")
    private String name;

    @Option(names = "--schema", paramLabel = "FILE", required = true, description = "The schema, as JSON.")
    private String schemaFile;

    @Option(
            names = "--split-points",
            paramLabel = "FILE",
            description = "The cuts between partitions, a JSON value a line.")
    private String splitPointsFile;

    CreateTableCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        String refused = "Table '" + name + "' was not created.";
        if (!TableName.isValid(name)) {
            throw new InvalidRequestException(
                    refused,
                    List.of(Fault.of(
                            ErrorCode.BAD_ID,
                            "the table's name",
                            "'" + name + "'",
                            "1 to " + TableName.MAX_LENGTH + " letters, digits, '_' and '-'")));
        }
        Schema schema = new UserFile(surrounding().resolve(schemaFile)).parse(refused, SchemaJson::parse);
        PartitionTree partitions = partitions(schema, refused);
        FileInstance instance = instance().probe();
        TableName table = new TableName(name);
        if (instance.tables().log(table).create(schema, partitions) instanceof Verdict.Refused verdict) {
            throw new InvalidRequestException(refused, List.of(verdict.fault()));
        }
        TableDescription created =
                new TableDescription(table, instance.tables().require(name), instance.tableProperties(table));
        print(
                created::json,
                () -> "Created table " + name + " with " + Words.count(created.partitions(), "partition") + ".");
        return ExitCode.DONE;
    }

    private PartitionTree partitions(Schema schema, String refused) {
        if (splitPointsFile == null) {
            return PartitionTree.single(schema.rowKeyFields().size());
        }
        return new UserFile(surrounding().resolve(splitPointsFile))
                .parse(refused, text -> SplitPointsFile.read(text, schema));
    }
}
