package sleeper.cli.demo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import sleeper.cli.rows.TableVerification;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.Fault;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.sort.read.TableScan;
import sleeper.statestore.table.TableState;

/**
 * What a table holds, by reading its files.
 *
 * @param rows  rows found, in order and in place
 * @param files files read
 * @param first a row; empty if there is none
 */
record TableReadBack(long rows, long files, Map<String, Object> first) {
    /**
     * @param progress told how many files are read
     * @throws CorruptDataException if a file is not what was committed
     */
    static TableReadBack of(FileStore store, TableLocation location, TableState state, IntConsumer progress)
            throws IOException {
        TableState.LiveTable table = state.table().orElseThrow();
        List<Fault> faults = TableVerification.verifyFiles(store, location, state, progress);
        if (!faults.isEmpty()) {
            throw new CorruptDataException("Table " + location.table() + " was not read back as committed.", faults);
        }
        return new TableReadBack(state.rowCount(), state.fileCount(), firstRow(store, location, state, table));
    }

    private static Map<String, Object> firstRow(
            FileStore store, TableLocation location, TableState state, TableState.LiveTable table) {
        Region everything = Region.all(table.partitions().dimensions());
        try (TableScan scan = new TableScan(store, location, table.schema(), state.files(), everything)) {
            return scan.hasNext() ? new LinkedHashMap<>(scan.next()) : Map.of();
        }
    }
}
