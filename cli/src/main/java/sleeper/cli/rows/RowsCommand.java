package sleeper.cli.rows;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.row.RowJson;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.Words;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.sort.read.RowScan;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableState;

/** What {@code query} and {@code scan} share: rows go to standard output, and what need not be read is told on standard error. */
abstract class RowsCommand extends SleeperCommand {
    private static final int FLUSH_ROWS = 1000;

    @Parameters(paramLabel = "TABLE", description = "The table.")
    private String name;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after so many rows.")
    private Long limit;

    RowsCommand(Surrounding surrounding) {
        super(surrounding);
    }

    /** @return the keys whose rows are wanted */
    abstract Region region(Schema schema);

    /** @return the rows of the region, in the command's order */
    abstract RowScan scan(FileStore files, TableLocation location, Schema schema, List<DataFile> of, Region region);

    private long limit() {
        if (limit != null && limit < 0) {
            throw usage("--limit is " + limit + "; the least is 0.");
        }
        return limit == null ? Long.MAX_VALUE : limit;
    }

    @Override
    public final Integer call() {
        InstanceStores stores = stores();
        TableState state = stores.tables().require(name);
        Schema schema = state.table().orElseThrow().schema();
        RowPrinter printer = new RowPrinter(schema.allFields(), console()::row);
        long printed = 0;
        long most = limit();
        try (RowScan scan = scan(
                stores.files(),
                stores.tables().log(new TableName(name)).storage().location(),
                schema,
                state.files(),
                region(schema))) {
            boolean somebodyReads = true;
            while (somebodyReads && printed < most && scan.hasNext()) {
                Map<String, Object> row = scan.next();
                if (json()) {
                    console().row(RowJson.of(row));
                } else {
                    printer.print(row);
                }
                printed++;
                somebodyReads = printed % FLUSH_ROWS != 0 || console().flush();
            }
            if (!json() && printed > 0) {
                printer.finish();
            }
            console().flush();
            boolean complete = printed < most;
            console()
                    .progress(Words.count(printed, "row") + (complete ? "" : " (more may follow)") + "; "
                            + scan.skipped());
        }
        return ExitCode.DONE;
    }
}
