package sleeper.sort;

import java.io.IOException;
import java.util.List;
import sleeper.core.table.WrittenFile;
import sleeper.sort.memory.MemoryPool;
import sleeper.sort.output.TakenBack;
import sleeper.sort.schema.TableLayout;
import sleeper.sort.spill.BlockStore;

/** Writes what a sort has stored, and takes back the files of a run that fails. */
final class SortedOutput {
    private SortedOutput() {}

    static List<WrittenFile> write(
            SortRequest request, TableLayout layout, BlockStore store, MemoryPool memory, ProgressReport progress)
            throws Exception {
        OutputPhase output = new OutputPhase(
                request, layout, store, memory, new Workers(request.settings().threads()), progress);
        try {
            return output.run();
        } catch (Exception | Error e) {
            // All threads have ended, so that none of them adds a file now.
            takeBack(request, output.written(), e);
            throw e;
        }
    }

    private static void takeBack(SortRequest request, List<String> files, Throwable because) {
        try {
            TakenBack.remove(request.store(), request.location(), files);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
