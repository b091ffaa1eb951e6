package sleeper.bulkimport.job.runner.rdd;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;
import sleeper.bulkimport.job.runner.InputSplit;
import sleeper.bulkimport.job.runner.LastingFailure;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.bulkimport.job.runner.rows.RowReader;

/** A task that reads its split as pairs of the key and the values behind it. */
final class ReadPairs implements PairFlatMapFunction<Iterator<InputSplit>, LeafKey, Object[]> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> work;
    private final LongAccumulator rowsRead;
    private final int keys;

    /** @param keys key columns, which are the first */
    ReadPairs(Broadcast<TaskWork> work, LongAccumulator rowsRead, int keys) {
        this.work = work;
        this.rowsRead = rowsRead;
        this.keys = keys;
    }

    @Override
    public Iterator<Tuple2<LeafKey, Object[]>> call(Iterator<InputSplit> splits) {
        RowReader rows = RowReader.open(work.value(), splits, rowsRead, TaskContext.get());
        return LastingFailure.ends(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Tuple2<LeafKey, Object[]> next() {
                Object[] row = rows.next();
                LeafKey key = new LeafKey((Integer) row[0], Arrays.copyOfRange(row, 1, 1 + keys));
                return new Tuple2<>(key, Arrays.copyOfRange(row, 1 + keys, row.length));
            }
        });
    }
}
