package sleeper.local.task.spark;

import java.io.IOException;

/** Where what Spark's drivers are started from comes from. Safe for use by many threads. */
@FunctionalInterface
public interface SparkParts {
    /**
     * Gives the parts for a version of Spark, which are made first if they are not there: that takes a minute, and longer where jars are to be
     * downloaded. So it is not to be called on an event loop.
     *
     * @throws IOException if they cannot be made; the message says what failed, where its log is, and what to do. They are made anew
     *     when it is called again
     */
    SparkRuntime of(SparkVersion version) throws IOException;
}
