package sleeper.cli.rows;

import java.util.List;
import picocli.CommandLine.Command;
import sleeper.cli.frame.Surrounding;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.sort.read.RowScan;
import sleeper.sort.read.TableScan;

/** {@code scan}: all rows of a table, or some. */
@Command(name = "scan", description = "Reads all rows of a table, file after file.")
public final class ScanCommand extends RowsCommand {
    public ScanCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    Region region(Schema schema) {
        return Region.all(schema.rowKeyFields().size());
    }

    @Override
    RowScan scan(FileStore files, TableLocation location, Schema schema, List<DataFile> of, Region region) {
        return new TableScan(files, location, schema, of, region);
    }
}
