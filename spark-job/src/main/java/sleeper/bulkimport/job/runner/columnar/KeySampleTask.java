package sleeper.bulkimport.job.runner.columnar;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import sleeper.bulkimport.job.runner.LastingFailure;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.core.job.InputFile;
import sleeper.core.schema.Schema;
import sleeper.sort.sample.KeySample;
import sleeper.sort.sample.SamplePart;

/** Takes some whole keys of a file. */
final class KeySampleTask implements Function<Integer, SampledKeys> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> work;
    private final double maxKeys;
    private final double allRows;

    /**
     * @param maxKeys keys to take of all files, about; of each at least one
     * @param allRows rows of all these files
     */
    KeySampleTask(Broadcast<TaskWork> work, double maxKeys, double allRows) {
        this.work = work;
        this.maxKeys = maxKeys;
        this.allRows = allRows;
    }

    @Override
    public SampledKeys call(Integer input) {
        InputFile file = work.value().plan().inputs().get(input);
        Schema schema = work.value().plan().schema();
        SamplePart part = new SamplePart(input, file.rowCount() / allRows);
        int wanted = (int) Math.max(1, Math.ceil(maxKeys * part.share()));
        return SampledKeys.of(
                file.rowCount(),
                LastingFailure.ends(() -> KeySample.ofFile(
                        work.value().store(), work.value().info(file), WholeKeys.schema(schema), wanted, part)));
    }
}
