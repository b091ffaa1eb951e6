package sleeper.run;

import java.util.List;
import sleeper.core.table.WrittenFile;

/** Port: sorts the rows of an attempt's input files into files of the table, in this process or on a cluster. */
public interface Engine {
    /** @return what faults call the process, such as {@code the ingest task} */
    String name();

    /**
     * Sorts the planned files. Calls {@link StopSignal#check} often, lets what that throws pass, and begins nothing after it.
     *
     * @return files that are durable and bear the run's id in their names; of a sort that throws none is left behind that this process
     *     could take back
     * @throws sleeper.core.error.SleeperException why it could not be done
     */
    List<WrittenFile> sort(Work work);
}
