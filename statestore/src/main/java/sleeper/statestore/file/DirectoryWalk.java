package sleeper.statestore.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sleeper.core.file.FilePath;
import sleeper.core.util.Utf8Order;

/**
 * Goes through the files below a directory in the order of their keys. Of each directory on the way down, the names are held, and
 * nothing is open between two steps. Links to directories are not followed. For one thread.
 */
final class DirectoryWalk {
    private final Predicate<String> wanted;
    private final Deque<Iterator<Entry>> above = new ArrayDeque<>();

    /**
     * What a directory holds.
     *
     * @param order its name; of a directory with a slash behind it, since the keys of its files have one there
     */
    private record Entry(FilePath path, Path real, boolean directory, String order) {}

    /**
     * @param prefix    the directory as a path
     * @param directory where it is; if it is none, there are no files
     * @param wanted    which files are meant, by name
     */
    DirectoryWalk(FilePath prefix, Path directory, Predicate<String> wanted) throws IOException {
        this.wanted = wanted;
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            enter(prefix, directory);
        }
    }

    /** @return the next file, or empty at the end */
    Optional<FilePath> next() throws IOException {
        while (!above.isEmpty()) {
            if (!above.peek().hasNext()) {
                above.pop();
                continue;
            }
            Entry entry = above.peek().next();
            if (!entry.directory()) {
                return Optional.of(entry.path());
            }
            enter(entry.path(), entry.real());
        }
        return Optional.empty();
    }

    /**
     * A directory that another takes away meanwhile, or puts a file in the place of, is as good as empty; what lies beside it is found
     * all the same.
     */
    private void enter(FilePath path, Path directory) throws IOException {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean isDirectory = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                if (isDirectory || wanted.test(name)) {
                    found.add(new Entry(child(path, entry), entry, isDirectory, isDirectory ? name + "/" : name));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Taken away meanwhile.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort((a, b) -> Utf8Order.compare(a.order(), b.order()));
        above.push(found.iterator());
    }

    private static FilePath child(FilePath directory, Path entry) throws IOException {
        String name = EntryName.of(entry)
                .orElseThrow(() -> new AccessDeniedException(
                        directory + "/" + EntryName.escaped(entry), null, "its name is not one that a path can hold"));
        return directory.resolve(name);
    }
}
