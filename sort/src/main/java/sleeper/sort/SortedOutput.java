package sleeper.sort;

import java.io.IOException;
import java.util.List;
import sleeper.core.job.TableLocation;
import sleeper.core.table.DataFile;
import sleeper.sort.partition.BlockStore;
import sleeper.sort.schema.TableLayout;

/** Writes what a sort has stored, and takes back the files of a run that fails. */
final class SortedOutput {
    private SortedOutput() {}

    static List<DataFile> write(SortRequest request, TableLayout layout, BlockStore store, ProgressReport progress)
            throws Exception {
        OutputPhase output = new OutputPhase(
                request, layout, store, new Workers(request.settings().threads()), progress);
        try {
            return output.run();
        } catch (Exception | Error e) {
            // All threads have ended, so that none of them adds a file now.
            Interrupts.deferredWhile(() -> output.begun().forEach(path -> remove(request, path, e)));
            throw e;
        }
    }

    /**
     * No manifest names the file yet, so that nobody relies on it; what stays behind is collected later. A file that was not
     * committed is not there; one of which that is not known stays.
     */
    private static void remove(SortRequest request, String dataFile, Throwable because) {
        for (String path : List.of(dataFile, TableLocation.sketchesOf(dataFile))) {
            try {
                request.store().delete(request.location().file(path));
            } catch (IOException | RuntimeException e) {
                because.addSuppressed(e);
            }
        }
    }
}
