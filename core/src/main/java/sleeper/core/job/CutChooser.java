package sleeper.core.job;

import java.util.List;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionTree;

/** Port: chooses where a table's leaves are cut for the rows of one job. */
@FunctionalInterface
public interface CutChooser {
    /**
     * @param plan   names the rows
     * @param tree   the leaves as they are
     * @param leaves that there shall be
     * @return cuts in an order in which they can be made; fewer or none where the rows do not allow more
     * @throws sleeper.core.error.SleeperException if a file cannot be read
     */
    List<LeafCut> choose(JobPlan plan, PartitionTree tree, int leaves);
}
