package sleeper.local.sqs;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Whether a disk has room for what the services write down of a message and of the execution that it starts. Asked before anything is
 * begun, since a database that meets a full disk is lost to the process that has it.
 */
public final class Room {
    /** Least room, in bytes. */
    public static final long LEAST_BYTES = 4L << 20;

    private final LongSupplier usableBytes;

    /** @param usableBytes what may be written to the disk */
    public Room(LongSupplier usableBytes) {
        this.usableBytes = usableBytes;
    }

    /** @return the room on the disk of a folder that is there; where nobody can say, it has any */
    public static Room of(Path folder) {
        return new Room(() -> {
            try {
                FileStore disk = Files.getFileStore(folder);
                return disk.getUsableSpace();
            } catch (IOException e) {
                return Long.MAX_VALUE;
            }
        });
    }

    public boolean isThere() {
        return usableBytes.getAsLong() >= LEAST_BYTES;
    }

    /** @return why nothing is done, in words */
    String words() {
        return "The disk has no room: " + usableBytes.getAsLong() + " bytes are left, and " + LEAST_BYTES
                + " are wanted. Free some; what was sent is kept and goes on then.";
    }
}
