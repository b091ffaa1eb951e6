package sleeper.core.error;

import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.stream.Stream;

/** Knows a failure for want of room: of a disk, of a quota, or of what a process may write to a file. */
public final class DiskSpace {
    /** How the system and container services word it; the JDK tells these failures apart by nothing else. */
    private static final String[] WORDS = {
        "no space left", "not enough space", "quota exceeded", "file too large", "there is not enough space on the disk"
    };

    private DiskSpace() {}

    /** @return whether the failure, or one that caused it, is for want of room */
    public static boolean isExhausted(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .anyMatch(each -> each instanceof SleeperException known
                        ? known.code() == ErrorCode.DISK_FULL
                        : saysSo(wordsOf(each)));
    }

    /** @return whether a text says so that a service or the system wrote, such as the reason why a container stopped */
    public static boolean saysSo(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Stream.of(WORDS).anyMatch(lower::contains);
    }

    /** @return DISK_FULL if the failure is for want of room, UNAVAILABLE if not */
    public static ErrorCode codeOf(Throwable failure) {
        return isExhausted(failure) ? ErrorCode.DISK_FULL : ErrorCode.UNAVAILABLE;
    }

    /** Without the name of the file, which may hold any words. */
    private static String wordsOf(Throwable failure) {
        String reason = failure instanceof FileSystemException refused ? refused.getReason() : failure.getMessage();
        return reason == null ? "" : reason;
    }
}
