package sleeper.run;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.TableStorage;

/** Takes back files that a run has written. What cannot be deleted is collected later, as the log then says of it. */
public record RunFiles(FileStore store, TableLocation location) {
    private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);

    /** @return takes back files of a table */
    public static RunFiles of(TableStorage storage) {
        return new RunFiles(storage.files(), storage.location());
    }

    /** @param files the run's own, which no manifest can name any more; their sketches go with them */
    public void delete(List<DataFile> files) {
        for (DataFile file : files) {
            delete(file.path());
            delete(TableLocation.sketchesOf(file.path()));
        }
    }

    private void delete(String path) {
        try {
            store.delete(location.file(path));
        } catch (IOException e) {
            LOG.warn("File {} is left to be collected: {}", path, e.toString());
        }
    }
}
