package sleeper.bulkimport.job.runner.dataframe;

import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import sleeper.bulkimport.job.runner.LastingFailure;
import sleeper.bulkimport.job.runner.RowCounts;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.bulkimport.job.runner.WrittenFiles;
import sleeper.bulkimport.job.runner.rows.RowWriter;

/** A task that writes the sorted rows of its leaves. */
final class WriteRows implements FlatMapFunction<Iterator<Row>, WrittenFiles> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> work;
    private final RowCounts counts;

    WriteRows(Broadcast<TaskWork> work, RowCounts counts) {
        this.work = work;
        this.counts = counts;
    }

    @Override
    public Iterator<WrittenFiles> call(Iterator<Row> rows) throws IOException {
        Iterator<Object[]> values = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Object[] next() {
                Row row = rows.next();
                Object[] all = new Object[row.size()];
                for (int i = 0; i < all.length; i++) {
                    all[i] = row.get(i);
                }
                return all;
            }
        };
        return LastingFailure.ends(() -> RowWriter.write(work.value(), counts, values))
                .iterator();
    }
}
