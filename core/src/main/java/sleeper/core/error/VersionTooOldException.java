package sleeper.core.error;

import java.util.List;

/** Stored data is as it was written, by a newer version than this, which cannot read it. Nothing about it is damaged. */
public final class VersionTooOldException extends SleeperException {
    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param faults  what was found; at least one, with {@link ErrorCode#VERSION_TOO_OLD}
     */
    public VersionTooOldException(String summary, List<Fault> faults) {
        this(summary, faults, null);
    }

    public VersionTooOldException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }

    /**
     * @param where what was read
     * @param found what this version does not know, such as {@code format 2}
     * @param known what it knows
     */
    public static VersionTooOldException of(String where, String found, String known) {
        return new VersionTooOldException(
                "Stored data is of a newer version.",
                List.of(Fault.of(ErrorCode.VERSION_TOO_OLD, where, found, known)));
    }
}
