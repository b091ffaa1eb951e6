package sleeper.core.job;

import java.util.List;
import sleeper.core.table.DataFile;
import sleeper.core.util.Require;

/**
 * What one run of an attempt wrote. Put if absent: the first run's manifest is the attempt's.
 *
 * @param attempt the attempt
 * @param runId   the run that wrote the files; unique
 * @param files   its files, all durable; may be empty where the inputs hold no rows
 */
public record Manifest(AttemptId attempt, String runId, List<DataFile> files) {
    public Manifest {
        Require.notNull("attempt", attempt);
        Require.notBlank("runId", runId);
        files = List.copyOf(files);
    }

    public long rowCount() {
        return files.stream().mapToLong(DataFile::rowCount).sum();
    }
}
