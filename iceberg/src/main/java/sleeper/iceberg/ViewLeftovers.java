package sleeper.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileFaults;
import sleeper.core.file.FilePath;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.UnfinishedFiles.Unfinished;

/** The files in the folder of a table's metadata, with those that publishers were writing when they were killed. */
final class ViewLeftovers {
    private final TableStorage storage;
    private final boolean dryRun;

    /** @param dryRun whether nothing is taken away, and all counts as if it were */
    ViewLeftovers(TableStorage storage, boolean dryRun) {
        this.storage = storage;
        this.dryRun = dryRun;
    }

    /**
     * Takes files away. One that is being written goes if the file may go that it is to become; its writer can then only fail.
     *
     * @param goes which may, by their keys
     * @return names of those that went
     */
    List<String> remove(Predicate<String> goes) {
        ObjectStore objects = storage.view();
        List<String> gone =
                new ArrayList<>(objects.children("").stream().filter(goes).toList());
        if (!dryRun) {
            gone.forEach(objects::delete);
        }
        FilePath folder = storage.location().metadata();
        try {
            for (Unfinished file : storage.unfinished().unfinished(folder)) {
                if (goes.test(keyIn(folder, file.target()))) {
                    gone.add(file.id());
                    if (!dryRun) {
                        storage.unfinished().abort(file);
                    }
                }
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
        return gone;
    }

    /** @return bytes of each file that is there, by its key */
    static Map<String, Long> lengths(TableStorage storage) {
        FilePath folder = storage.location().metadata();
        Map<String, Long> lengths = new HashMap<>();
        try {
            storage.files()
                    .list(folder)
                    .forEach(file -> lengths.put(
                            keyIn(folder, file.path()), file.version().lengthBytes()));
        } catch (IOException e) {
            throw failed(folder, e);
        }
        return lengths;
    }

    private static String keyIn(FilePath folder, FilePath file) {
        return file.key().substring(folder.key().length() + 1);
    }

    private static TransientFailureException failed(FilePath folder, IOException e) {
        return new TransientFailureException(
                "What an Iceberg view no longer needs was not taken away.",
                List.of(FileFaults.of(folder.toString(), "list and delete", e, "")),
                e);
    }
}
