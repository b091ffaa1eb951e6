package sleeper.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.table.DataFile;

/** One process that writes a file for each leaf, all in one step. */
final class KernelSorting implements Sorting {
    private final RunFolder folder;
    private final List<SimJob.Share> shares;
    private final List<DataFile> files = new ArrayList<>();

    KernelSorting(RunFolder folder, List<SimJob.Share> shares) {
        this.folder = folder;
        this.shares = shares;
    }

    @Override
    public boolean goOn(RunFiles store) {
        for (SimJob.Share share : shares) {
            files.add(folder.write(store, folder.runId(), files.size(), share));
        }
        return true;
    }

    @Override
    public List<DataFile> files() {
        return files;
    }

    @Override
    public void end() {
        // What it wrote stays until the log has decided.
    }
}
