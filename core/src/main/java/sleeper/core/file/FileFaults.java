package sleeper.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.util.FailureWords;

/** Faults of files that a store did not let anyone read, or delete. */
public final class FileFaults {
    private FileFaults() {}

    /**
     * @param where   the file, as people name it
     * @param right   what was tried, such as {@code read}
     * @param allowed what was expected; empty for nothing
     * @return FILE_FORBIDDEN with the right to grant where the store denied it, DISK_FULL for want of room, UNAVAILABLE for the rest
     */
    public static Fault of(String where, String right, IOException failure, String allowed) {
        String words = FailureWords.of(failure);
        if (failure instanceof ActionDeniedException denied) {
            return new Fault(ErrorCode.FILE_FORBIDDEN, where, words, allowed, denied.advice());
        }
        if (failure instanceof AccessDeniedException) {
            String action = "Give this process the right to " + right + " it.";
            return new Fault(ErrorCode.FILE_FORBIDDEN, where, words, allowed, action);
        }
        return Fault.of(DiskSpace.codeOf(failure), where, words, allowed);
    }
}
