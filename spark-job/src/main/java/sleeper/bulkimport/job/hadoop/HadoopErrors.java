package sleeper.bulkimport.job.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import sleeper.core.file.FileChangedException;

/** Says in the words of the port what a file system of Hadoop throws. */
final class HadoopErrors {
    /** How the machine's own file system ends the message of what it finds, and may not open. */
    private static final String DENIED = "(Permission denied)";

    private HadoopErrors() {}

    /** @param name of what was asked for */
    static IOException explain(String name, Exception thrown) {
        if (thrown instanceof FileChangedException changed) {
            return changed;
        } else if (thrown instanceof FileNotFoundException && endsInDenied(thrown)) {
            return withCause(new AccessDeniedException(name), thrown);
        } else if (isBelowAFile(thrown) || isMissingBucket(thrown) || thrown instanceof FileNotFoundException) {
            return withCause(new NoSuchFileException(name), thrown);
        } else if (thrown instanceof IllegalArgumentException) {
            // A name that the file system has no file for.
            return withCause(new NoSuchFileException(name, null, thrown.getMessage()), thrown);
        } else if (thrown instanceof UnsupportedFileSystemException) {
            return withCause(new AccessDeniedException(name, null, thrown.getMessage()), thrown);
        } else if (thrown instanceof AccessControlException) {
            return withCause(new AccessDeniedException(name), thrown);
        }
        return thrown instanceof IOException failed ? failed : new IOException(thrown);
    }

    /** HDFS does not say of what is asked for below a file that it is not there. */
    private static boolean isBelowAFile(Exception thrown) {
        return thrown instanceof ParentNotDirectoryException
                || (thrown instanceof AccessControlException
                        && String.valueOf(thrown.getMessage()).contains("is not a directory"));
    }

    /** S3A has a class of its own for it, below that of missing rights, which is not in every Hadoop. */
    private static boolean isMissingBucket(Exception thrown) {
        return thrown.getClass().getSimpleName().equals("UnknownStoreException");
    }

    private static boolean endsInDenied(Exception thrown) {
        return String.valueOf(thrown.getMessage()).endsWith(DENIED);
    }

    private static IOException withCause(IOException explained, Exception thrown) {
        explained.initCause(thrown);
        return explained;
    }

    /** @throws IOException if it is not for want of a file that a call failed */
    static <T> Optional<T> emptyIfNothingIsThere(String name, Exception thrown) throws IOException {
        IOException explained = explain(name, thrown);
        if (explained instanceof NoSuchFileException) {
            return Optional.empty();
        }
        throw explained;
    }
}
