package sleeper.statestore.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.FailureWords;
import sleeper.statestore.object.ObjectKeys;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** Objects as files below a folder. Safe for use by many threads and processes on one machine. */
public final class FileObjectStore implements ObjectStore {
    /** One lock for the whole process, since a file lock is held by a process and not by a thread. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Path root;

    /** @param root made when the first object is written */
    public FileObjectStore(Path root) {
        this.root = root;
    }

    /** Deletes what processes that were killed had begun to write; for whoever starts up as the owner of the folder. */
    public void deleteAbandoned() {
        try {
            DurableFiles.deleteAbandoned(root);
        } catch (IOException e) {
            throw new TransientFailureException(
                    "What was left unfinished below " + root + " was not cleared away.",
                    List.of(Fault.of(DiskSpace.codeOf(e), root.toString(), FailureWords.of(e), "")),
                    e);
        }
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        Path path = pathOf(key);
        try {
            if (DurableFiles.create(path, bytes)) {
                return PutResult.STORED;
            }
            // Who wrote it may have been killed before the directory was synced.
            DurableFiles.syncDirectory(path.getParent());
            return PutResult.REFUSED;
        } catch (DurableFiles.MayHaveHappenedException e) {
            return PutResult.UNKNOWN;
        } catch (IOException e) {
            throw failed("written", key, e);
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        Path path = pathOf(key);
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.isDirectory(path)) {
                return Optional.empty();
            }
            throw failed("read", key, e);
        }
    }

    /** A file lock makes reading and renaming one step among the processes that replace; no reader waits for it. */
    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        Path path = pathOf(key);
        IN_PROCESS.lock();
        try (FileChannel channel = openLock();
                FileLock lock = channel.lock()) {
            Optional<byte[]> found = get(key);
            if (found.isEmpty() || !Arrays.equals(found.get(), expected) || !lock.isValid()) {
                return PutResult.REFUSED;
            }
            DurableFiles.replace(path, bytes);
            return PutResult.STORED;
        } catch (DurableFiles.MayHaveHappenedException e) {
            return PutResult.UNKNOWN;
        } catch (IOException e) {
            throw failed("replaced", key, e);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private FileChannel openLock() throws IOException {
        DurableFiles.createDirectories(root);
        return FileChannel.open(
                root.resolve(".lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
    }

    @Override
    public List<String> list(String prefix) {
        List<String> keys = new ArrayList<>();
        try {
            collect(prefix, keys);
        } catch (IOException | UncheckedIOException e) {
            throw failed("listed", prefix, e);
        }
        keys.sort(null);
        return keys;
    }

    private void collect(String prefix, List<String> keys) throws IOException {
        for (String name : names(prefix)) {
            String key = prefix.isEmpty() ? name : prefix + "/" + name;
            if (Files.isDirectory(root.resolve(key))) {
                collect(key, keys);
            } else {
                keys.add(key);
            }
        }
    }

    @Override
    public List<String> children(String prefix) {
        try {
            List<String> names = names(prefix);
            names.sort(null);
            return names;
        } catch (IOException | UncheckedIOException e) {
            throw failed("listed", prefix, e);
        }
    }

    /**
     * Names that begin with a dot are ours and no objects: files being written, and the lock. Others that are no component of a key
     * are other programs'.
     */
    private List<String> names(String prefix) throws IOException {
        Path directory = prefix.isEmpty() ? root : pathOf(prefix);
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (ObjectKeys.isKey(name)) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return names;
        }
        return names;
    }

    @Override
    public boolean delete(String key) {
        try {
            return Files.deleteIfExists(pathOf(key));
        } catch (IOException e) {
            throw failed("deleted", key, e);
        }
    }

    private Path pathOf(String key) {
        return root.resolve(ObjectKeys.check(key));
    }

    private TransientFailureException failed(String what, String key, Exception cause) {
        return new TransientFailureException(
                "Object " + key + " could not be " + what + ".",
                List.of(Fault.of(DiskSpace.codeOf(cause), root + "/" + key, FailureWords.of(cause), "")),
                cause);
    }
}
