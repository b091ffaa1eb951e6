package sleeper.core.file;

import sleeper.core.util.Require;

/**
 * What pins the content of a file: if either part differs, it is not the file that was seen before.
 *
 * @param lengthBytes length, in bytes
 * @param tag         the store's word for this content (an ETag); never blank
 */
public record FileVersion(long lengthBytes, String tag) {
    public FileVersion {
        Require.atLeast("lengthBytes", lengthBytes, 0);
        Require.notBlank("tag", tag);
    }

    /** For people. */
    @Override
    public String toString() {
        return lengthBytes + " bytes (tag " + tag + ")";
    }
}
