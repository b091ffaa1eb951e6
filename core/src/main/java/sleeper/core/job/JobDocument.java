package sleeper.core.job;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.core.util.Require;

/**
 * A job as its sender wrote it: well formed, and not yet held against the instance.
 *
 * @param id           the job's id, if the sender gave one
 * @param tableName    the table to load into; as written, checked by validation
 * @param files        files and directories, as written
 * @param platformSpec properties for this job alone, by name; sorted
 * @param sparkConf    Spark properties for this job alone; sorted
 * @param className    the Spark algorithm, if the sender chose one
 */
public record JobDocument(
        Optional<JobId> id,
        String tableName,
        List<String> files,
        Map<String, String> platformSpec,
        Map<String, String> sparkConf,
        Optional<String> className) {
    public JobDocument {
        Require.notNull("tableName", tableName);
        files = List.copyOf(files);
        platformSpec = Collections.unmodifiableMap(new TreeMap<>(platformSpec));
        sparkConf = Collections.unmodifiableMap(new TreeMap<>(sparkConf));
    }

    public JobDocument withId(JobId filledIn) {
        return new JobDocument(Optional.of(filledIn), tableName, files, platformSpec, sparkConf, className);
    }
}
