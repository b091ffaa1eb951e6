package sleeper.bulkimport.job.hadoop;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import sleeper.core.file.FileChangedException;

/** Says in the words of the port what a file system of Hadoop throws. */
final class HadoopErrors {
    /** How the machine's own file system ends the message of what it finds, and may not open. */
    private static final String DENIED = "(Permission denied)";
    /** How it ends the message of what it has not opened for want of something else than the file. */
    private static final Pattern UNABLE = Pattern.compile(
            "\\((?:Too many open files.*|Input/output error|Stale file handle|Cannot allocate memory)\\)$");

    private HadoopErrors() {}

    /** @param name of what was asked for */
    static IOException explain(String name, Exception thrown) {
        if (thrown instanceof FileChangedException changed) {
            return changed;
        } else if (thrown instanceof FileNotFoundException && endsInDenied(thrown)) {
            return withCause(new AccessDeniedException(name), thrown);
        } else if (isUnable(thrown)) {
            return new IOException(thrown.getMessage(), thrown);
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

    /**
     * A host whose name nobody knew just then, a machine that had no more of something, a connection that ended: bytes that are not
     * in a file are found missing before a file system is asked for them.
     */
    private static boolean isUnable(Exception thrown) {
        return thrown.getCause() instanceof UnknownHostException
                || thrown instanceof EOFException
                || (thrown instanceof FileNotFoundException
                        && UNABLE.matcher(String.valueOf(thrown.getMessage())).find());
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
