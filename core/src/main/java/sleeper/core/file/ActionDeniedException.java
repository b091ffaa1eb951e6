package sleeper.core.file;

import java.nio.file.AccessDeniedException;

/** A file may not be read or written, for want of a right that has a name. */
public final class ActionDeniedException extends AccessDeniedException {
    private final String action;

    /**
     * @param file   what was refused, as people name it
     * @param action the right, such as {@code s3:GetObject}
     * @param words  how the store refused
     */
    public ActionDeniedException(String file, String action, String words) {
        super(file, null, words);
        this.action = action;
    }

    /** @return what to do, a sentence */
    public String advice() {
        return "Grant the role that this process runs as the action " + action + " on " + getFile() + ".";
    }
}
