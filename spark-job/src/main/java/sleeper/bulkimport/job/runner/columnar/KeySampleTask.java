package sleeper.bulkimport.job.runner.columnar;

import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import sleeper.bulkimport.job.runner.LastingFailure;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.core.job.InputFile;
import sleeper.core.schema.Schema;
import sleeper.sort.sample.KeySample;

/** Takes some whole keys of a file. */
final class KeySampleTask implements Function<Integer, SampledKeys> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> work;
    private final double keysOfRow;

    /** @param keysOfRow keys to take for each row, about; of a file with rows one at least */
    KeySampleTask(Broadcast<TaskWork> work, double keysOfRow) {
        this.work = work;
        this.keysOfRow = keysOfRow;
    }

    @Override
    public SampledKeys call(Integer input) {
        InputFile file = work.value().plan().inputs().get(input);
        Schema schema = work.value().plan().schema();
        int wanted = (int) Math.max(1, Math.ceil(keysOfRow * file.rowCount()));
        return SampledKeys.of(
                file.rowCount(),
                LastingFailure.ends(() -> KeySample.of(
                        work.value().store(), List.of(work.value().info(file)), WholeKeys.schema(schema), wanted)));
    }
}
