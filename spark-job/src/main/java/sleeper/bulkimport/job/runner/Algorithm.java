package sleeper.bulkimport.job.runner;

import java.util.List;
import sleeper.core.table.WrittenFile;

/** A way to move rows to their leaves and to sort them there, on Spark. All of them give the same table. */
@FunctionalInterface
public interface Algorithm {
    /**
     * Sorts the planned files, by jobs of the context that it is given.
     *
     * @return the files of those task attempts that Spark counts, durable
     * @throws sleeper.core.error.SleeperException why it could not be done, as the executor that met it has it
     */
    List<WrittenFile> sort(SparkWork work);
}
