package sleeper.bulkimport.job.runner.rdd;

import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import sleeper.bulkimport.job.runner.LastingFailure;
import sleeper.bulkimport.job.runner.RowCounts;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.bulkimport.job.runner.WrittenFiles;
import sleeper.bulkimport.job.runner.rows.RowWriter;

/** A task that writes the sorted pairs of its leaves. */
final class WritePairs implements FlatMapFunction<Iterator<Tuple2<LeafKey, Object[]>>, WrittenFiles> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> work;
    private final RowCounts counts;

    WritePairs(Broadcast<TaskWork> work, RowCounts counts) {
        this.work = work;
        this.counts = counts;
    }

    @Override
    public Iterator<WrittenFiles> call(Iterator<Tuple2<LeafKey, Object[]>> pairs) throws IOException {
        Iterator<Object[]> rows = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public Object[] next() {
                Tuple2<LeafKey, Object[]> pair = pairs.next();
                Object[] key = pair._1().values();
                Object[] row = new Object[1 + key.length + pair._2().length];
                row[0] = pair._1().leaf();
                System.arraycopy(key, 0, row, 1, key.length);
                System.arraycopy(pair._2(), 0, row, 1 + key.length, pair._2().length);
                return row;
            }
        };
        return LastingFailure.ends(() -> RowWriter.write(work.value(), counts, rows))
                .iterator();
    }
}
