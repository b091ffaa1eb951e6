package sleeper.cli.rows;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.Surrounding;
import sleeper.core.key.Region;
import sleeper.core.schema.Schema;

/** {@code query}: the rows of a key, or of a range of keys. */
@Command(
        name = "query",
        description = "Reads the rows of a key, or of a range of keys, and says which files and row groups it skipped.")
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
        return KeyArguments.region(schema, key, to);
    }

    @Override
    long limit() {
        return Long.MAX_VALUE;
    }
}
