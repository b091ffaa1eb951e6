package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.util.Surroundings;

/** A process's way to the files of a service, whose driver has to say what became of them. */
final class ServedFiles implements FileStore, UnfinishedFiles, RunFiles {
    private final World world;
    private final Wire wire;
    private final Service.Files driver;
    private boolean landed;

    private ServedFiles(World world, Service service, Surroundings surroundings) throws NoFilesException {
        this.world = world;
        this.wire = new Wire(world, () -> false);
        this.driver = service.files(wire, new Followed(), surroundings).orElseThrow(NoFilesException::new);
    }

    @SuppressWarnings("serial")
    private static final class NoFilesException extends Exception {}

    /** @return the way to the files of a service; empty if it has none */
    static Optional<ServedFiles> of(World world, Service service, Surroundings surroundings) {
        try {
            return Optional.of(new ServedFiles(world, service, surroundings));
        } catch (NoFilesException e) {
            return Optional.empty();
        }
    }

    /** What happens in the service. */
    private final class Followed implements Books.OfFiles {
        @Override
        public void written(FilePath path, byte[] bytes) {
            check(Arrays.equals(bytes, RunFolder.contentOf(path)), "file %s was written with other bytes", path);
            check(world.files.find(path).isEmpty(), "file %s was written over", path);
            landed |= wire.isOfThisCall();
            world.files.put(path, bytes.length);
        }

        @Override
        public void deleted(FilePath path) {
            world.files.takeBack(path);
        }

        @Override
        public void begun(FilePath target, String upload) {
            world.files.begun(target, upload);
        }

        @Override
        public void ended(String upload) {
            world.files.ended(upload);
        }

        @Override
        public void aborted(FilePath target, String upload) {
            world.runOracle.isAborted(target);
            world.files.ended(upload);
        }
    }

    @Override
    public void write(FilePath path, byte[] content) {
        landed = false;
        wire.begin();
        try {
            FileInfo info = writeAndCommit(path, ByteBuffer.wrap(content));
            check(landed, "file %s was told to be written; it was not", path);
            check(info.version().lengthBytes() == content.length, "file %s was told to be %s", path, info.version());
        } catch (FileOutcomeUnknownException e) {
            throw new OutcomeUnknownException(
                    "A file may have been written.",
                    List.of(Fault.of(ErrorCode.OUTCOME_UNKNOWN, path.toString(), e.toString(), "")),
                    e);
        } catch (FileAlreadyExistsException e) {
            throw new Violation("file " + path + " was told to be another's; nobody else writes it", e);
        } catch (IOException e) {
            check(!landed && !wire.isLate(), "file %s was told not to be written, though it was sent: %s", path, e);
            throw RunFiles.failed(e);
        }
    }

    /** A process that is killed closes nothing. */
    private FileInfo writeAndCommit(FilePath path, ByteBuffer content) throws IOException {
        WritableFile file = driver.files().create(path);
        FileInfo info;
        try {
            file.write(content);
            info = file.commit();
        } catch (IOException e) {
            closeAfter(e, file);
            throw e;
        }
        file.close();
        return info;
    }

    private static void closeAfter(IOException failure, WritableFile file) {
        try {
            file.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void takeBack(FilePath path) {
        try {
            driver.files().delete(path);
        } catch (IOException e) {
            throw RunFiles.failed(e);
        }
    }

    /** Reads a file that the table consists of, in two ways. */
    void readBack(FilePath path) {
        byte[] content = RunFolder.contentOf(path);
        try {
            Optional<FileInfo> found = driver.files().find(path);
            if (found.isEmpty()) {
                throw new NoSuchFileException(path.toString());
            }
            ByteBuffer whole = ByteBuffer.allocate(content.length);
            ByteBuffer start = ByteBuffer.allocate(content.length / 3);
            ByteBuffer end = ByteBuffer.allocate(content.length / 2);
            try (ReadableFile file = driver.files().open(path, found.get().version())) {
                file.readFully(0, whole);
                file.readFully(
                        List.of(new FileRange(0, start), new FileRange(content.length - (long) end.capacity(), end)));
            }
            boolean isAsWritten = Arrays.equals(whole.array(), content)
                    && start.flip().equals(ByteBuffer.wrap(content, 0, start.capacity()))
                    && end.flip().equals(ByteBuffer.wrap(content, content.length - end.capacity(), end.capacity()));
            check(isAsWritten, "file %s was read with other bytes than were written", path);
        } catch (NoSuchFileException | FileChangedException e) {
            String inTable = path.key().substring(World.LOCATION.root().key().length() + 1);
            check(!world.oracle.isLive(inTable), "committed file %s could not be found: %s", path, e);
        } catch (IOException e) {
            throw RunFiles.failed(e);
        }
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        return driver.files().find(path);
    }

    @Override
    public FilePages list(FilePath prefix) throws IOException {
        return driver.files().list(prefix);
    }

    @Override
    public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
        return driver.files().scan(folder, scan);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        return driver.files().open(path, version);
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        return driver.files().create(path);
    }

    /** As who collects or tears down; a run takes its files back. */
    @Override
    public void delete(FilePath path) throws IOException {
        world.runOracle.isCollected(path);
        driver.files().delete(path);
    }

    @Override
    public List<Unfinished> unfinished(FilePath prefix) throws IOException {
        return driver.unfinished().unfinished(prefix);
    }

    @Override
    public void abort(Unfinished unfinished) throws IOException {
        driver.unfinished().abort(unfinished);
    }
}
