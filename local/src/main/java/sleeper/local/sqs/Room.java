package sleeper.local.sqs;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;

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

    /** @throws RunFailedException DISK_FULL if there is none */
    void expect() {
        if (!isThere()) {
            throw new RunFailedException(
                    "The queues were not opened.",
                    List.of(new Fault(
                            ErrorCode.DISK_FULL,
                            "the disk of the home",
                            usableBytes.getAsLong() + " bytes left",
                            LEAST_BYTES + " or more",
                            "Free some, and try again; what was sent is kept.")));
        }
    }

    /** @return why nothing is done, in words */
    String words() {
        return "No space left on the disk: " + usableBytes.getAsLong() + " bytes are left, and " + LEAST_BYTES
                + " are wanted. Free some; what was sent is kept and goes on then.";
    }
}
