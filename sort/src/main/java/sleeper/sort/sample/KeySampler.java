package sleeper.sort.sample;

import java.util.List;
import sleeper.core.job.InputFile;
import sleeper.core.key.Key;
import sleeper.core.schema.Schema;

/** Port: takes row keys out of a job's files. Safe for use by many threads. */
@FunctionalInterface
public interface KeySampler {
    /**
     * @param schema  the table's
     * @param maxKeys keys to take, about
     * @return keys that are spread over all rows
     * @throws sleeper.core.error.SleeperException if a file cannot be read, or is not the pinned one any more
     */
    List<Key> sample(List<InputFile> files, Schema schema, int maxKeys);
}
