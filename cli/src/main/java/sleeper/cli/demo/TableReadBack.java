package sleeper.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.table.DataFile;
import sleeper.sort.read.FileVerifier;
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
    /** @throws CorruptDataException if a file is not what was committed */
    static TableReadBack of(FileStore store, TableLocation location, TableState state) throws IOException {
        TableState.LiveTable table = state.table().orElseThrow();
        FileVerifier verifier = new FileVerifier(store, location, table.schema());
        List<Fault> faults = verifyAll(verifier, state.files());
        if (!faults.isEmpty()) {
            throw new CorruptDataException("Table " + location.table() + " was not read back as committed.", faults);
        }
        return new TableReadBack(state.rowCount(), state.fileCount(), firstRow(store, location, state, table));
    }

    private static List<Fault> verifyAll(FileVerifier verifier, List<DataFile> files) {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<List<Fault>>> running = new ArrayList<>();
            for (DataFile file : files) {
                running.add(pool.submit(() -> verifier.verify(file)));
            }
            List<Fault> faults = new ArrayList<>();
            for (Future<List<Fault>> each : running) {
                faults.addAll(each.get());
            }
            return faults;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SleeperException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading the table back", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Map<String, Object> firstRow(
            FileStore store, TableLocation location, TableState state, TableState.LiveTable table) {
        Region everything = Region.all(table.partitions().dimensions());
        try (TableScan scan = new TableScan(store, location, table.schema(), state.files(), everything)) {
            return scan.hasNext() ? new LinkedHashMap<>(scan.next()) : Map.of();
        }
    }
}
