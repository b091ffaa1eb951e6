package sleeper.local.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sleeper.statestore.file.OwnerOnly;

/** Held by the one process that runs the services of a home. It goes with the process, however that ends. */
public final class OwnerLock implements AutoCloseable {
    /** Locks of this process: POSIX drops a process's lock when it closes any other channel to the file. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private OwnerLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** @return the lock, or empty if another owner holds it */
    static Optional<OwnerLock> tryAcquire(Path lockFile) throws IOException {
        Path file = lockFile.toAbsolutePath().normalize();
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        OwnerLock acquired = null;
        try {
            OwnerOnly.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            } else {
                acquired = new OwnerLock(file, channel, lock);
            }
        } finally {
            if (acquired == null) {
                HELD_HERE.remove(file);
            }
        }
        return Optional.ofNullable(acquired);
    }

    /** @return whether a process holds the lock */
    public static boolean isHeld(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        Optional<OwnerLock> free = tryAcquire(file);
        if (free.isPresent()) {
            free.get().close();
        }
        return free.isEmpty();
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
        HELD_HERE.remove(file);
    }
}
