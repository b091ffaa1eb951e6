package sleeper.local.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.statestore.file.OwnerOnly;
import sleeper.statestore.util.Surroundings;

/**
 * Held by the one process that has the queues of a home open: alone, which is over in a moment, or as part of the services. It locks bytes
 * of a file, which the operating system frees when the process has ended, however that ends.
 */
public final class OwnerLock implements AutoCloseable {
    /** The byte after the first, which is locked as well while services run. */
    private static final long BYTE_OF_SERVICES = 1;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    /** With the pauses between them they take five seconds. */
    private static final int MOST_TRIES = 100;

    /**
     * Locks of this process. It is also the monitor under which files are opened and closed: POSIX drops a process's lock when the process
     * closes any other channel to the file.
     */
    private static final Map<Path, OwnerLock> HELD_HERE = new HashMap<>();

    private final Path file;
    private final Use use;
    private final FileChannel channel;

    private OwnerLock(Path file, Use use, FileChannel channel) {
        this.file = file;
        this.use = use;
        this.channel = channel;
    }

    /** What a home is held for. */
    enum Use {
        /** The queues alone: to look at them, or to send a message. */
        QUEUES(1),

        /** All services. */
        SERVICES(2);

        /** How many are locked, from the first on. All uses have the first, so that a home has one owner. */
        private final long bytes;

        Use(long bytes) {
            this.bytes = bytes;
        }

        /** @return whether in a moment the lock, which another holds, may be free, or its owner may say where it listens */
        private boolean isWorthWaiting(LocalHome home) throws IOException {
            return !isServed(home.lock()) || (this == SERVICES && !Files.exists(home.localJson()));
        }
    }

    /**
     * Takes the lock of a home. Waits for those who have its queues open alone, five seconds at most. To run services it also waits, as
     * long, for services that run and do not say in {@code local.json} where they listen: they may be about to say so, or to end.
     *
     * @return the lock; empty if another owner still holds it
     */
    static Optional<OwnerLock> acquire(LocalHome home, Use use, Surroundings surroundings) throws IOException {
        Optional<OwnerLock> lock = tryAcquire(home.lock(), use);
        for (int tries = 1; lock.isEmpty() && tries < MOST_TRIES && use.isWorthWaiting(home); tries++) {
            surroundings.pause().sleep(BETWEEN_TRIES);
            lock = tryAcquire(home.lock(), use);
        }
        return lock;
    }

    /** @return the lock, or empty if another owner holds it */
    static Optional<OwnerLock> tryAcquire(Path lockFile, Use use) throws IOException {
        Path file = absolute(lockFile);
        synchronized (HELD_HERE) {
            if (HELD_HERE.containsKey(file)) {
                return Optional.empty();
            }
            OwnerOnly.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
            OwnerLock acquired = null;
            try {
                if (channel.tryLock(0, use.bytes, false) != null) {
                    acquired = new OwnerLock(file, use, channel);
                    HELD_HERE.put(file, acquired);
                }
            } finally {
                if (acquired == null) {
                    channel.close();
                }
            }
            return Optional.ofNullable(acquired);
        }
    }

    /** @return whether a process runs the services; one that has the queues open alone does not */
    public static boolean isServed(Path lockFile) throws IOException {
        Path file = absolute(lockFile);
        synchronized (HELD_HERE) {
            OwnerLock here = HELD_HERE.get(file);
            if (here != null) {
                return here.use == Use.SERVICES;
            }
            if (!Files.exists(file)) {
                return false;
            }
            // Shared, so that those who look do not take each other for services.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                    FileLock free = channel.tryLock(BYTE_OF_SERVICES, 1, true)) {
                return free == null;
            }
        }
    }

    private static Path absolute(Path lockFile) {
        return lockFile.toAbsolutePath().normalize();
    }

    /** Frees the home: a channel that is closed has no locks. */
    @Override
    public void close() throws IOException {
        synchronized (HELD_HERE) {
            try {
                channel.close();
            } finally {
                HELD_HERE.remove(file, this);
            }
        }
    }
}
