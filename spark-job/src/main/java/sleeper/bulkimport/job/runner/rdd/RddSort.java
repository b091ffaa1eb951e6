package sleeper.bulkimport.job.runner.rdd;

import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import sleeper.bulkimport.job.runner.Algorithm;
import sleeper.bulkimport.job.runner.SparkWork;
import sleeper.core.table.WrittenFile;
import sleeper.sort.schema.TableLayout;

/** Pairs of key and row, moved by leaf and sorted by the whole key on the way. */
public final class RddSort implements Algorithm {
    @Override
    public List<WrittenFile> sort(SparkWork work) {
        int keys = new TableLayout(work.plan().schema()).keyCount();
        int leaves = work.plan().partitions().leaves().size();
        JavaPairRDD<LeafKey, Object[]> pairs = work.splits()
                .mapPartitionsToPair(new ReadPairs(work.shared(), work.counts().rowsRead(), keys))
                .repartitionAndSortWithinPartitions(new LeafPartitioner(leaves, work.tasksOfRdd()));
        return work.write(() -> pairs.mapPartitions(new WritePairs(work.shared(), work.counts())));
    }
}
