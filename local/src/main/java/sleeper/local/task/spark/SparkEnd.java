package sleeper.local.task.spark;

import java.util.OptionalInt;

/**
 * How a run ended.
 *
 * @param exitCode of its driver; empty if it never had one
 * @param failure  why it never had one, for people; empty if it had
 */
public record SparkEnd(OptionalInt exitCode, String failure) {
    /** Exit codes above this one are of processes that a signal has ended. */
    private static final int SIGNALS = 128;

    public static SparkEnd exited(int code) {
        return new SparkEnd(OptionalInt.of(code), "");
    }

    public static SparkEnd neverRan(String failure) {
        return new SparkEnd(OptionalInt.empty(), failure);
    }

    public boolean succeeded() {
        return exitCode.orElse(-1) == 0;
    }

    boolean isBySignal() {
        return exitCode.orElse(0) > SIGNALS;
    }

    /** @return why it did not succeed, in words */
    public String words() {
        return exitCode.isPresent() ? "the driver ended with exit code " + exitCode.getAsInt() : failure;
    }
}
