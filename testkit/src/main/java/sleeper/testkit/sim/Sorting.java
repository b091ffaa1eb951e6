package sleeper.testkit.sim;

import java.util.List;
import sleeper.core.table.DataFile;

/** A run's way from the rows of its input to files of the table. */
interface Sorting {
    /** Does the next thing. A failure of the store, or the process's end, may come out of it. @return whether all is done */
    boolean goOn(RunFiles files);

    /** @return the files that the run's manifest is to name */
    List<DataFile> files();

    /** The run has no more use for it: it is done, has failed, or its process was killed. */
    void end();
}
