package sleeper.bulkimport.job.runner;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.core.error.CancelledException;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.FailureWords;

/** Says in our words what Spark failed with. */
final class SparkFaults {
    private static final String WHERE = "the Spark job";
    private static final String SUMMARY = "The sort stopped.";
    private static final String OF_SPARK = "org.apache.spark.";

    /**
     * How an executor's end is told that had too little memory: by the exit code that Spark gives it, or by the words of YARN and of
     * Kubernetes.
     */
    private static final Pattern OUT_OF_MEMORY = Pattern.compile(
            "OutOfMemoryError|\\b(?:exited with code|exit status:?|exit code:?) 52\\b|OOMKilled"
                    + "|(?:exceeding|beyond the) \\S*\\s?(?:physical |virtual |the )?memory limits?",
            Pattern.CASE_INSENSITIVE);

    private SparkFaults() {}

    /**
     * @param master address of the cluster, for the message
     * @return why a call of Spark's failed: what of ours is among the causes, else what Spark says
     */
    static SleeperException explain(Throwable thrown, String master) {
        Optional<SleeperException> ours = ours(thrown);
        if (ours.isPresent()) {
            return ours.get();
        }
        if (thrown instanceof InterruptedException) {
            return new CancelledException(
                    "The sort was cancelled.", List.of(Fault.of(ErrorCode.ABORTED, WHERE, "an interrupt", "")), thrown);
        }
        String text = isStopped(thrown)
                ? "no application any more: " + master + " has ended it, or does not answer"
                : firstLine(thrown);
        return wantOf(text, thrown)
                .orElseGet(() -> new TransientFailureException(
                        SUMMARY, List.of(Fault.of(ErrorCode.TASK_LOST, WHERE, text, "")), thrown));
    }

    /** Spark stops an application when its cluster is gone, or was never there, and then says only that it has been stopped. */
    private static boolean isStopped(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage());
        return text.contains("stopped SparkContext") || text.contains("SparkContext was shut down");
    }

    /** @return what of ours has caused it, unless it was something else */
    static Optional<SleeperException> ours(Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                .filter(SleeperException.class::isInstance)
                .map(SleeperException.class::cast)
                .findFirst();
    }

    /**
     * @param text   in which Spark says why something ended
     * @param thrown may be null
     * @return the error, if it ended for want of memory or of disk
     */
    static Optional<SleeperException> wantOf(String text, Throwable thrown) {
        if (OUT_OF_MEMORY.matcher(text).find()) {
            return Optional.of(new TransientFailureException(SUMMARY, List.of(outOfMemory(text)), thrown));
        }
        if (DiskSpace.saysSo(text) || DiskSpace.isExhausted(thrown)) {
            Fault fault = Fault.of(ErrorCode.DISK_FULL, WHERE, text, "");
            return Optional.of(new TransientFailureException(SUMMARY, List.of(fault), thrown));
        }
        return Optional.empty();
    }

    /** @return the error, if a task has thrown what neither its files nor Spark throw */
    static Optional<SleeperException> ofProgram(Throwable thrown) {
        if (!(thrown instanceof RuntimeException)
                || thrown instanceof UncheckedIOException
                || thrown.getClass().getName().startsWith(OF_SPARK)) {
            return Optional.empty();
        }
        Fault fault = Fault.of(ErrorCode.INTERNAL, WHERE, FailureWords.of(thrown), "");
        return Optional.of(new TransientFailureException(SUMMARY, List.of(fault), thrown));
    }

    private static Fault outOfMemory(String text) {
        return new Fault(
                ErrorCode.OUT_OF_MEMORY,
                WHERE,
                text,
                "a larger heap",
                "Give the job's executors more memory, and retry the job.");
    }

    /** @return the message without the stack trace that Spark has in it */
    static String firstLine(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage());
        return text.lines().findFirst().orElse(text);
    }
}
