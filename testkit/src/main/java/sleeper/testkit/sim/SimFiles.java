package sleeper.testkit.sim;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;

/** The files of a simulated table: which are there, and how long they are. The log's code asks for no more. */
final class SimFiles implements FileStore, RunFiles {
    /** Few, so that what comes and goes between two pages is simulated too. */
    private static final int PAGE_FILES = 2;

    private final World world;
    private final NavigableMap<FilePath, FileInfo> files = new TreeMap<>();
    private final NavigableMap<String, FilePath> uploads = new TreeMap<>();

    SimFiles(World world) {
        this.world = world;
    }

    void put(FilePath path, long sizeBytes) {
        files.put(path, new FileInfo(path, new FileVersion(sizeBytes, "1")));
    }

    @Override
    public void write(FilePath path, byte[] content) {
        world.enter();
        world.maybeRefuse(path.key());
        put(path, content.length);
        world.leave();
    }

    @Override
    public void takeBack(FilePath path) {
        files.remove(path);
    }

    /** A writer began an upload, in a service that has such things. */
    void begun(FilePath target, String upload) {
        uploads.put(upload, target);
    }

    void ended(String upload) {
        uploads.remove(upload);
    }

    /** @return what is unfinished */
    List<FilePath> unfinished() {
        return List.copyOf(uploads.values());
    }

    List<FilePath> paths() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public Optional<FileInfo> find(FilePath path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public FilePages list(FilePath prefix) {
        List<FileInfo> below = files.values().stream()
                .filter(file -> file.path().key().startsWith(prefix.key() + "/"))
                .toList();
        return FilePages.of(below, PAGE_FILES);
    }

    @Override
    public FilePages scan(FileFolder folder, FolderScan scan) {
        return FilePages.of(
                files.values().stream()
                        .filter(file -> folder.holds(file.path()))
                        .toList(),
                PAGE_FILES);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        throw new NoSuchFileException(path + " has no content in a simulation");
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        throw new NoSuchFileException(path + " is written whole in a simulation");
    }

    @Override
    public void delete(FilePath path) {
        world.runOracle.isCollected(path);
        files.remove(path);
    }
}
