package sleeper.cli.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.table.DataFile;
import sleeper.sort.read.FileVerifier;
import sleeper.statestore.table.TableState;

/** Reads every file of a table and holds it against what was committed, several files at a time. */
public final class TableVerification {
    private TableVerification() {}

    /**
     * @param state    of a table that exists
     * @param progress told how many files are done
     * @return everything that is wrong, in the order of the files
     * @throws sleeper.core.error.TransientFailureException if the store failed
     */
    public static List<Fault> verifyFiles(
            FileStore store, TableLocation location, TableState state, IntConsumer progress) {
        FileVerifier verifier =
                new FileVerifier(store, location, state.table().orElseThrow().schema());
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<List<Fault>>> running = new ArrayList<>();
            for (DataFile file : state.files()) {
                running.add(pool.submit(() -> verifier.verify(file)));
            }
            List<Fault> faults = new ArrayList<>();
            for (int i = 0; i < running.size(); i++) {
                faults.addAll(running.get(i).get());
                progress.accept(i + 1);
            }
            return faults;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SleeperException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading the files of table " + location.table(), e);
        } finally {
            pool.shutdownNow();
        }
    }
}
