package sleeper.bulkimport.job.runner.rdd;

import org.apache.spark.Partitioner;

/** Gives each task neighbouring leaves, as many as the others. */
final class LeafPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int leaves;
    private final int tasks;

    /** @param most tasks that there may be; there are no more than leaves */
    LeafPartitioner(int leaves, int most) {
        this.leaves = leaves;
        this.tasks = Math.max(1, Math.min(leaves, most));
    }

    @Override
    public int numPartitions() {
        return tasks;
    }

    @Override
    public int getPartition(Object key) {
        return (int) ((long) ((LeafKey) key).leaf() * tasks / leaves);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeafPartitioner that && leaves == that.leaves && tasks == that.tasks;
    }

    @Override
    public int hashCode() {
        return 31 * leaves + tasks;
    }
}
