package sleeper.sort.fault;

import java.io.IOException;
import java.util.List;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.RunFailedException;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.util.FileWords;

/** Tells a full disk from other failures to write. */
public final class DiskFaults {
    private DiskFaults() {}

    /**
     * @param what what was being written, for the message
     * @return the error to throw: {@code DISK_FULL} as {@link RunFailedException}, which is thrown here, or the failure itself
     * @throws RunFailedException      if the disk, a quota or the limit on a file's size is exhausted
     * @throws OutcomeUnknownException if the file may be there all the same
     */
    public static IOException explain(String what, IOException thrown) {
        if (thrown instanceof FileOutcomeUnknownException) {
            ErrorCode code = DiskSpace.codeOf(thrown);
            throw new OutcomeUnknownException(
                    "Whether " + what + " was written is not known.",
                    List.of(Fault.of(code, what, FileWords.of(thrown), "")),
                    thrown);
        }
        if (DiskSpace.isExhausted(thrown)) {
            throw new RunFailedException(
                    "Writing " + what + " failed.",
                    List.of(Fault.of(ErrorCode.DISK_FULL, what, FileWords.of(thrown), "")),
                    thrown);
        }
        return thrown;
    }
}
