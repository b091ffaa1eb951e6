package sleeper.bulkimport.job.runner.dataframe;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import sleeper.bulkimport.job.runner.InputSplit;
import sleeper.bulkimport.job.runner.LastingFailure;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.bulkimport.job.runner.rows.RowReader;

/** A task that reads its split as rows of a DataFrame. */
final class ReadRows implements FlatMapFunction<Iterator<InputSplit>, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> work;
    private final LongAccumulator rowsRead;

    ReadRows(Broadcast<TaskWork> work, LongAccumulator rowsRead) {
        this.work = work;
        this.rowsRead = rowsRead;
    }

    @Override
    public Iterator<Row> call(Iterator<InputSplit> splits) {
        RowReader rows = RowReader.open(work.value(), splits, rowsRead, TaskContext.get());
        return LastingFailure.ends(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                return RowFactory.create(rows.next());
            }
        });
    }
}
