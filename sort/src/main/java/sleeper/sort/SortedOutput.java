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
            output.committed().forEach(file -> remove(request, file));
            throw e;
        }
    }

    /** No manifest names the file yet, so that nobody relies on it; what stays behind is collected later. */
    private static void remove(SortRequest request, DataFile file) {
        for (String path : List.of(file.path(), TableLocation.sketchesOf(file.path()))) {
            try {
                request.store().delete(request.location().file(path));
            } catch (IOException e) {
                // The failure that led here is the one to be told.
            }
        }
    }
}
