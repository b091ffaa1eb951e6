package sleeper.cli.rows;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.Surrounding;
import sleeper.core.key.Region;
import sleeper.core.schema.Schema;

/** {@code scan}: all rows of a table, or some. */
@Command(name = "scan", description = "Reads all rows of a table, file after file.")
public final class ScanCommand extends RowsCommand {
    @Option(names = "--limit", paramLabel = "N", description = "Stop after so many rows.")
    private Long limit;

    public ScanCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    Region region(Schema schema) {
        return Region.all(schema.rowKeyFields().size());
    }

    @Override
    long limit() {
        if (limit != null && limit < 0) {
            throw usage("--limit is " + limit + "; the least is 0.");
        }
        return limit == null ? Long.MAX_VALUE : limit;
    }
}
