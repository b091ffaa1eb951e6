package sleeper.cli.rows;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.api.row.KeyBounds;
import sleeper.cli.frame.Surrounding;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.sort.read.KeyOrderScan;
import sleeper.sort.read.RowScan;

/** {@code query}: the rows of a key, or of a range of keys. */
@Command(
        name = "query",
        description =
                "Reads the rows of a key, or of a range of keys, in the order of row keys and sort keys, and says which files and row"
                        + " groups it skipped.")
public final class QueryCommand extends RowsCommand {
    @Option(
            names = "--key",
            paramLabel = "K[,K2]",
            required = true,
            description = "A value for each row key, or for the first of them. Byte arrays are base64.")
    private String key;

    @Option(
            names = "--to",
            paramLabel = "K",
            description = "Read a range: from --key up to, and without, this. One value for each of --key.")
    private Optional<String> to;

    public QueryCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    Region region(Schema schema) {
        return new KeyBounds("--key", "--to").region(schema, key, to);
    }

    @Override
    RowScan scan(FileStore files, TableLocation location, Schema schema, List<DataFile> of, Region region) {
        return new KeyOrderScan(files, location, schema, of, region);
    }
}
