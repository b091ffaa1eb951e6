package sleeper.core.file;

import java.nio.ByteBuffer;
import sleeper.core.util.Require;

/**
 * Bytes of a file that are asked for. A value for one call; the buffer is not copied.
 *
 * @param position where they begin, in bytes from the file's start; 0 or more
 * @param into     receives them: its remaining space says how many
 */
public record FileRange(long position, ByteBuffer into) {
    public FileRange {
        Require.atLeast("position", position, 0);
        Require.notNull("into", into);
    }
}
