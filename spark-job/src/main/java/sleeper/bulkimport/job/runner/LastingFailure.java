package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.Iterator;
import java.util.List;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.FailureWords;

/**
 * A task's failure that another try cannot mend. Spark tries a task four times whatever it has failed with, but for what it knows
 * by the name of its class. One of these names is Java's own, and a task that fails with it is not tried again; what is ours travels
 * as its cause.
 */
public final class LastingFailure {
    private LastingFailure() {}

    /** Work of a task. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * @return whether the input or the run is at fault, and not the machine. Where nobody knows whether a file was written, it counts
     *     no more than others of the attempt that failed: another attempt at the task writes files of other names
     */
    static boolean isLasting(SleeperException thrown) {
        return !(thrown instanceof TransientFailureException)
                && !(thrown instanceof OutcomeUnknownException)
                && thrown.code() != ErrorCode.DISK_FULL;
    }

    /**
     * Does a task's work; what it throws of ours and is lasting ends the job.
     *
     * @throws TransientFailureException if a file could not be written or read again, in the words of the ingest task
     */
    public static <T, E extends Exception> T ends(Work<T, E> work) throws E {
        try {
            return work.run();
        } catch (SleeperException e) {
            throw isLasting(e) ? LastingFailure.<RuntimeException>unchecked(wrapped(e)) : e;
        } catch (Exception e) {
            // Spark's iterators throw checked exceptions, too, that they do not declare.
            throw e instanceof IOException && !(e instanceof NotSerializableException)
                    ? notWritten(e)
                    : LastingFailure.<RuntimeException>unchecked(e);
        }
    }

    private static TransientFailureException notWritten(Exception e) {
        Fault fault = Fault.of(DiskSpace.codeOf(e), "the sort's files", FailureWords.of(e), "");
        return new TransientFailureException("The sort stopped.", List.of(fault), e);
    }

    /** @return the same elements; what is thrown on the way to them is as {@link #ends} has it */
    public static <T> Iterator<T> ends(Iterator<T> elements) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ends(elements::hasNext);
            }

            @Override
            public T next() {
                return ends(elements::next);
            }
        };
    }

    private static NotSerializableException wrapped(SleeperException e) {
        NotSerializableException wrapped = new NotSerializableException(e.getMessage());
        wrapped.initCause(e);
        return wrapped;
    }

    /** Spark catches what a task throws whether that is checked or not. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unchecked(Exception thrown) throws E {
        throw (E) thrown;
    }
}
