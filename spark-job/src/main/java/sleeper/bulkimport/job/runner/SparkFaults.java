package sleeper.bulkimport.job.runner;

import java.util.List;
import sleeper.core.error.CancelledException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;

/** Says in our words what Spark failed with. */
final class SparkFaults {
    private static final String WHERE = "the Spark job";

    private SparkFaults() {}

    static SleeperException explain(Throwable thrown) {
        if (thrown instanceof SleeperException ours) {
            return ours;
        }
        if (thrown instanceof InterruptedException) {
            return new CancelledException(
                    "The sort was cancelled.", List.of(Fault.of(ErrorCode.ABORTED, WHERE, "an interrupt", "")), thrown);
        }
        String text = firstLine(thrown);
        ErrorCode code = text.contains("OutOfMemoryError")
                ? ErrorCode.OUT_OF_MEMORY
                : text.contains("No space left on device") ? ErrorCode.DISK_FULL : ErrorCode.TASK_LOST;
        return new TransientFailureException("The sort stopped.", List.of(Fault.of(code, WHERE, text, "")), thrown);
    }

    private static String firstLine(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage());
        return text.lines().findFirst().orElse(text);
    }
}
