package sleeper.bulkimport.job.runner;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;
import sleeper.core.table.DataFile;
import sleeper.sort.SortProgress.Phase;

/**
 * What tasks count, shown in Spark's pages. Spark adds what a task has counted when it has ended well, once for each partition of a
 * stage's last attempt; what the table holds is counted from its files.
 *
 * @param rowsRead    rows of the input
 * @param rowsWritten rows in files of the table
 * @param bytes       bytes of these files
 * @param leaves      leaves that were written
 */
public record RowCounts(
        LongAccumulator rowsRead, LongAccumulator rowsWritten, LongAccumulator bytes, LongAccumulator leaves)
        implements Serializable {
    static RowCounts in(SparkContext context) {
        return new RowCounts(
                context.longAccumulator("rows read"),
                context.longAccumulator("rows written"),
                context.longAccumulator("bytes written"),
                context.longAccumulator("leaves written"));
    }

    /** A task has written these. */
    public void wrote(List<DataFile> files) {
        rowsWritten.add(files.stream().mapToLong(DataFile::rowCount).sum());
        bytes.add(files.stream().mapToLong(DataFile::sizeBytes).sum());
        leaves.add(files.isEmpty() ? 0 : 1);
    }

    /** @return rows of the phase that is going on */
    long rowsDone() {
        return rowsWritten.value() > 0 ? rowsWritten.value() : rowsRead.value();
    }

    Phase phase() {
        return rowsWritten.value() > 0 ? Phase.WRITING : Phase.READING;
    }
}
