package sleeper.statestore.table;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.WrittenFile;
import sleeper.statestore.object.ObjectStore;

/**
 * What runs told of their files beyond what the log keeps: an object for each manifest, named by its attempt and its hash. No commit
 * reads it, and a table is whole without it: who wants it and does not find it reads the footers of the files.
 */
final class FileMetrics {
    static final String FOLDER = "metrics";

    private static final Logger LOG = LoggerFactory.getLogger(FileMetrics.class);
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,63})\\.([1-9][0-9]{0,8})\\.([0-9a-f]{64})");

    private final ObjectStore objects;

    FileMetrics(ObjectStore objects) {
        this.objects = objects;
    }

    /** Metrics by the manifest whose files they are of. */
    record Named(AttemptId attempt, String manifestHash) {
        private String key() {
            return FOLDER + "/" + name();
        }

        String name() {
            return attempt.jobId() + "." + attempt.number() + "." + manifestHash;
        }
    }

    void put(Named name, List<WrittenFile> files) {
        objects.putIfAbsent(name.key(), FileMetricsFormat.encode(files));
    }

    /** @return the columns of each file, by its path in the table; empty if there are none, or none that can be read */
    Map<String, List<ColumnMetrics>> read(Named name) {
        try {
            return objects.get(name.key()).map(FileMetricsFormat::decode).orElse(Map.of());
        } catch (IllegalArgumentException e) {
            LOG.warn("The metrics {} are passed over: {}", name.name(), e.getMessage());
            return Map.of();
        }
    }

    /** @return all that there are; what a stranger put beside them is none */
    List<Named> list() {
        return objects.children(FOLDER).stream()
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(name -> new Named(
                        new AttemptId(new JobId(name.group(1)), Integer.parseInt(name.group(2))), name.group(3)))
                .toList();
    }

    void delete(Named name) {
        objects.delete(name.key());
    }
}
