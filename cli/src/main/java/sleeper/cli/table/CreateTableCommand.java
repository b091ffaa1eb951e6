package sleeper.cli.table;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.table.SourceFiles;
import sleeper.api.table.TableChange;
import sleeper.api.table.TableDescription;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.LeftOutWords;
import sleeper.cli.frame.NamedFiles;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.UserFile;
import sleeper.cli.frame.Words;
import sleeper.core.partition.PartitionTree;
import sleeper.core.partition.json.SplitPointsFile;
import sleeper.core.schema.Schema;
import sleeper.core.schema.ViewColumns;
import sleeper.core.schema.json.SchemaJson;
import sleeper.sort.sample.PartitionsFromSample;
import sleeper.statestore.instance.InstanceStores;

@Command(
        name = "create",
        description =
                "Creates a table with one partition, with those that split points make, or with those that give each"
                        + " an equal share of a sample.")
final class CreateTableCommand extends SleeperCommand {
    @Parameters(paramLabel = "NAME", description = "The table: 1 to 64 letters, digits, '_' and '-', the first no '-'.")
    private String name;

    @Option(names = "--schema", paramLabel = "FILE", required = true, description = "The schema, as JSON.")
    private String schemaFile;

    @ArgGroup
    private Cuts cuts = new Cuts();

    /** Where the partitions come from: a file or a sample, or neither. */
    private static final class Cuts {
        @Option(
                names = "--split-points",
                paramLabel = "FILE",
                description = "The cuts between partitions, a JSON value a line.")
        private String splitPointsFile;

        @ArgGroup(exclusive = false)
        private Sample sample;
    }

    /** Parquet files to take the partitions from. */
    private static final class Sample {
        @Option(
                names = "--sample",
                paramLabel = "PATH",
                required = true,
                description =
                        "Parquet files like those to be loaded: a file or directory of this machine, or bucket/key.")
        private String path;

        @Option(
                names = "--partitions",
                paramLabel = "N",
                required = true,
                description = "How many partitions to make of the sample.")
        private int partitions;
    }

    CreateTableCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        String refused = TableChange.notCreated(name);
        TableChange.expectPossibleName(name);
        Schema schema = new UserFile(surrounding().resolve(schemaFile)).parse(refused, SchemaJson::parse);
        PartitionTree partitions = partitions(stores(), schema, refused);
        TableDescription created = new TableChange(instance()).create(name, schema, partitions);
        print(
                created::json,
                () -> "Created table " + name + " with " + Words.count(created.partitions(), "partition") + ".");
        LeftOutOfView.tell(ViewColumns.leftOut(schema), console());
        return ExitCode.DONE;
    }

    private PartitionTree partitions(InstanceStores stores, Schema schema, String refused) {
        if (cuts.splitPointsFile != null) {
            return new UserFile(surrounding().resolve(cuts.splitPointsFile))
                    .parse(refused, text -> SplitPointsFile.read(text, schema));
        }
        if (cuts.sample == null) {
            return PartitionTree.single(schema.rowKeyFields().size());
        }
        if (cuts.sample.partitions < 1 || cuts.sample.partitions > PartitionTree.MAX_LEAVES) {
            throw usage(
                    "--partitions is " + cuts.sample.partitions + "; allowed: 1 to " + PartitionTree.MAX_LEAVES + ".");
        }
        SourceFiles files = NamedFiles.find(cuts.sample.path, surrounding().resolve(cuts.sample.path), stores, refused);
        LeftOutWords.unexpected(files.leftOut()).forEach(some -> console().progress("warning: not read: " + some));
        PartitionTree tree = PartitionsFromSample.of(files.store(), files.files(), schema, cuts.sample.partitions);
        int made = tree.leaves().size();
        if (made < cuts.sample.partitions) {
            console()
                    .progress("The sample has too few distinct keys for " + cuts.sample.partitions
                            + " partitions; it gives " + made + ".");
        }
        return tree;
    }
}
