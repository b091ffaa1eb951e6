package sleeper.local.parts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What Maven makes of the project, each part in a folder whose name is that of the sources it was made from, and which is not changed: so a
 * process keeps what it was started from, and two processes do not disturb each other. What nobody has used for a week is removed when
 * something new is made. The classes of this process are not touched by a build.
 */
public final class MadeParts {
    /** Set by the launcher to the folder of the project. */
    public static final String PROJECT = "sleeper.project";

    private final Path root;
    private final Path made;
    private final Consumer<String> told;

    /**
     * @param root folder of the project
     * @param made folder for the parts; need not be there
     * @param told is given a line, for people, about what takes long
     */
    public MadeParts(Path root, Path made, Consumer<String> told) {
        this.root = root;
        this.made = made;
        this.told = told;
    }

    /**
     * @param what is not made ready if the project is not known; the beginning of a sentence
     * @return folder of the project that this process was started from
     * @throws IOException if that is not known
     */
    public static Path project(String what) throws IOException {
        String project = System.getProperty(PROJECT);
        if (project == null) {
            throw new IOException(
                    what + " cannot be made ready: it is not known where the project lies. Start the command with"
                            + " ./sleeper, or set -D" + PROJECT + " to the project's folder.");
        }
        return Path.of(project);
    }

    /** How a part is made. */
    public interface Recipe {
        /** @return for people, the beginning of a sentence */
        String words();

        /** @return the first part of the folder's name, such as {@code spark3} */
        String name();

        /** @return files, and folders with all in them, that it is made from, relative to the project */
        List<String> sources();

        /** @return whether all of it is there; asked of a folder that exists */
        boolean isWhole(Path folder) throws IOException;

        /** Makes it in a folder that is empty. */
        void make(Path unfinished) throws IOException;
    }

    /** @return the part, if it is there as the sources are now; nothing is made */
    public Optional<Path> find(Recipe recipe) throws IOException {
        return whole(recipe, folder(recipe));
    }

    /**
     * One thread of a process at a time.
     *
     * @return the part, which is made if it is not there as the sources are now
     * @throws IOException if it cannot be made; the message says why, and where Maven's log is
     */
    public Path of(Recipe recipe) throws IOException {
        if (!Files.exists(root.resolve("pom.xml"))) {
            throw new IOException(recipe.words() + " cannot be made ready: " + root
                    + " is not the project, since it has no pom.xml."
                    + " Start the command with the project's own ./sleeper.");
        }
        Path folder = folder(recipe);
        Optional<Path> there = whole(recipe, folder);
        Path found = there.isPresent() ? there.get() : makeUnderLock(recipe, folder);
        OldParts.keep(found);
        return found;
    }

    /** Puts down that a part is in use, so that it stays. */
    public static void keep(Path folder) {
        OldParts.keep(folder);
    }

    private Path makeUnderLock(Recipe recipe, Path folder) throws IOException {
        Path lockFile = Files.createDirectories(made).resolve("lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Goes with the channel.
            FileLock unused = locked(channel);
            // Another process may have made it while this one waited for the lock.
            Optional<Path> meanwhile = whole(recipe, folder);
            return meanwhile.isPresent() ? meanwhile.get() : make(recipe, folder);
        }
    }

    private FileLock locked(FileChannel channel) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        told.accept("Another process builds; waiting for it ...");
        return channel.lock();
    }

    private Path make(Recipe recipe, Path folder) throws IOException {
        Path unfinished = Files.createTempDirectory(made, "unfinished");
        recipe.make(unfinished);
        // One that was there and is not whole any more: its jars were taken from Maven's repository.
        OldParts.delete(folder);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        OldParts.keep(folder);
        OldParts.removeBeside(made, folder);
        told.accept(recipe.words() + " is there.");
        return whole(recipe, folder)
                .orElseThrow(() -> new IOException(folder + " is not whole though it was just made."));
    }

    private Path folder(Recipe recipe) throws IOException {
        return made.resolve(recipe.name() + "-" + SourceDigest.of(root, recipe.sources()));
    }

    private static Optional<Path> whole(Recipe recipe, Path folder) throws IOException {
        return Files.isDirectory(folder) && recipe.isWhole(folder) ? Optional.of(folder) : Optional.empty();
    }
}
