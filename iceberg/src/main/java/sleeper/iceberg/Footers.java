package sleeper.iceberg;

import java.util.List;
import sleeper.core.schema.Schema;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.TableStorage;

/** Port: reads what the footers of files say of their columns, for files of which their run told nothing. */
@FunctionalInterface
public interface Footers {
    /**
     * @param schema of the table
     * @return for each file, in their order, what it holds of its columns; nothing of one that cannot be read
     */
    List<List<ColumnMetrics>> read(TableStorage storage, Schema schema, List<DataFile> files);
}
