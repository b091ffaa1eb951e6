package sleeper.run;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.SleeperException;
import sleeper.core.job.Manifest;
import sleeper.core.table.WrittenFile;
import sleeper.statestore.table.TableLog;

/** What a run tells of its files for the views that other engines read. A run is none the worse without it. */
public final class RunMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(RunMetrics.class);

    private RunMetrics() {}

    /** Keeps it beside the manifest that is to be put. What cannot be kept is read from the files' footers when it is wanted. */
    public static void put(TableLog log, Manifest manifest, List<WrittenFile> files) {
        try {
            log.putMetrics(manifest, files);
        } catch (SleeperException e) {
            LOG.warn("The metrics of {} are left in its files: {}", manifest.attempt(), e.getMessage());
        }
    }
}
