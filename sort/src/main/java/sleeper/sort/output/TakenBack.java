package sleeper.sort.output;

import java.io.IOException;
import java.util.List;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.sort.fault.Interrupts;

/**
 * Files of a run that fails, taken out of the table. No manifest names them yet, so that nobody relies on them; what stays behind
 * is collected later.
 */
public final class TakenBack {
    private TakenBack() {}

    /**
     * Removes files and their sketches, also while the thread is interrupted.
     *
     * @param dataFiles names within the table
     * @throws IOException if some could not be removed; all were tried
     */
    public static void remove(FileStore store, TableLocation location, List<String> dataFiles) throws IOException {
        IOException failure = new IOException("Files of a run that failed were not removed.");
        Interrupts.deferredWhile(() -> {
            for (String dataFile : dataFiles) {
                for (String file : List.of(dataFile, TableLocation.sketchesOf(dataFile))) {
                    try {
                        store.delete(location.file(file));
                    } catch (IOException | RuntimeException e) {
                        failure.addSuppressed(e);
                    }
                }
            }
        });
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
