package sleeper.api.error;

import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.util.FileWords;

/** What a file system refused, in words. */
public final class FileTrouble {
    private FileTrouble() {}

    /** @return the fault of the file that an error is about, if it or one of its causes is about one */
    static Optional<Fault> of(Throwable error) {
        return Stream.iterate(error, each -> each != null, Throwable::getCause)
                .flatMap(each -> fault(each).map(fault -> fault.at(place(each))).stream())
                .findFirst();
    }

    private static Optional<Fault> fault(Throwable error) {
        if (DiskSpace.saysSo(String.valueOf(error.getMessage()))) {
            return Optional.of(
                    new Fault(ErrorCode.DISK_FULL, where(error), "no space left", "", "Free space, and try again."));
        }
        return error instanceof FileSystemException refused
                ? Optional.of(new Fault(
                        ErrorCode.UNAVAILABLE,
                        where(error),
                        FileWords.of(refused),
                        "a file or folder that this user may use",
                        "Mend that, or set SLEEPER_HOME to another folder."))
                : Optional.empty();
    }

    private static String where(Throwable error) {
        FaultLocation place = place(error);
        return place.isNone() ? "the file system" : place.file();
    }

    private static FaultLocation place(Throwable error) {
        return error instanceof FileSystemException refused && refused.getFile() != null
                ? FaultLocation.ofFile(refused.getFile())
                : FaultLocation.NONE;
    }
}
