package sleeper.statestore.table;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.file.FilePath;

/** What the log lets happen to a half-written object beside it, by the object's name. */
final class LogObjects {
    private static final Pattern OF_SLOT = Pattern.compile(
            "(?:slots|" + Bodies.FOLDER + "|" + Snapshots.FOLDER + ")/([0-9]{1,19}|0[0-9]{19})(?:-.*)?");

    private LogObjects() {}

    /**
     * A slot that is filled needs no second entry and no body that is not whole yet; a snapshot of the past can be taken again.
     * A request that never reached the inbox was acknowledged to nobody: a writer that lives sees an unknown outcome and puts
     * it again. What is meant for a slot that is empty, or what has a name of no form that is known, may be somebody's work.
     *
     * @param log      folder of the log
     * @param target   the object that it was to become
     * @param lastSlot the last slot that is filled
     * @return whether it may go
     */
    static boolean isDecided(FilePath log, FilePath target, long lastSlot) {
        String name = target.key().substring(log.key().length() + 1);
        if (name.startsWith(Inbox.FOLDER + "/")) {
            return true;
        }
        Matcher ofSlot = OF_SLOT.matcher(name);
        return ofSlot.matches() && Long.parseLong(ofSlot.group(1)) <= lastSlot;
    }
}
