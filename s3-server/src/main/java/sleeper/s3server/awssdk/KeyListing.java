package sleeper.s3server.awssdk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.file.FilePath;
import sleeper.core.util.Utf8Order;
import sleeper.statestore.file.StagedFile;

/**
 * One page of a bucket's keys, in the order of their UTF-8 bytes. Of each folder on the way down the names are held; a folder that can have
 * nothing of the page is not entered. Files that are being written, links to folders, and names that are no keys are passed over. For one
 * thread, once.
 */
final class KeyListing {
    private final Path bucket;
    private final String prefix;
    private final String delimiter;
    private final String after;
    private final int most;
    private final Page page = new Page(new ArrayList<>(), new ArrayList<>());
    private String last = "";
    private boolean truncated;

    /** @param key with a slash behind it for a folder, which orders it among the keys of its files */
    private record Entry(String key, Path path, boolean folder) {}

    /** What a page has: objects by their keys, and common prefixes. */
    record Page(List<Listed> objects, List<String> prefixes) {
        int size() {
            return objects.size() + prefixes.size();
        }
    }

    /** An object of a page. */
    record Listed(String key, StoredObject object) {}

    /**
     * @param bucket    its folder, links followed
     * @param prefix    of the keys; may be empty
     * @param delimiter that ends a common prefix; empty for none
     * @param after     key or common prefix behind which the page begins; empty for the first
     * @param most      objects and prefixes
     */
    KeyListing(Path bucket, String prefix, String delimiter, String after, int most) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.delimiter = delimiter;
        this.after = after;
        this.most = most;
    }

    /** @return the page; once */
    Page read() throws IOException {
        if (most > 0) {
            boolean unused = walk("", bucket);
        }
        return page;
    }

    /** @return the key or prefix behind which the next page begins; empty if this is the last one */
    Optional<String> next() {
        return truncated ? Optional.of(last) : Optional.empty();
    }

    /** @return false once the page is full */
    private boolean walk(String folderKey, Path folder) throws IOException {
        for (Entry entry : entries(folderKey, folder)) {
            boolean goesOn = entry.folder() ? enter(entry) : add(entry);
            if (!goesOn) {
                return false;
            }
        }
        return true;
    }

    private boolean enter(Entry folder) throws IOException {
        String key = folder.key();
        boolean hasPrefix = key.startsWith(prefix);
        if (!hasPrefix && !prefix.startsWith(key)) {
            return true;
        }
        if (!after.startsWith(key) && Utf8Order.compare(key, after) < 0) {
            return true;
        }
        int end = hasPrefix ? delimiterIn(key) : -1;
        if (end >= 0) {
            String common = key.substring(0, end);
            return isPassed(common) || !hasFile(folder) || addPrefix(common);
        }
        return walk(key, folder.path());
    }

    /** @return whether a page before had the prefix, or this one has it already */
    private boolean isPassed(String common) {
        return common.equals(last) || (Utf8Order.compare(common, after) <= 0 && !isBegun(common));
    }

    /** A page may begin within the keys that a prefix stands for, if it is a key that it begins behind. */
    private boolean isBegun(String common) {
        return after.startsWith(common) && !after.equals(common);
    }

    private boolean hasFile(Entry folder) throws IOException {
        for (Entry entry : entries(folder.key(), folder.path())) {
            boolean passed = Utf8Order.compare(entry.key(), after) <= 0;
            boolean counts = entry.folder()
                    ? (!passed || after.startsWith(entry.key())) && hasFile(entry)
                    : !passed && object(entry).isPresent();
            if (counts) {
                return true;
            }
        }
        return false;
    }

    private boolean add(Entry file) throws IOException {
        String key = file.key();
        if (!key.startsWith(prefix) || Utf8Order.compare(key, after) <= 0) {
            return true;
        }
        Optional<StoredObject> object = object(file);
        if (object.isEmpty()) {
            return true;
        }
        int end = delimiterIn(key);
        if (end >= 0) {
            String common = key.substring(0, end);
            return isPassed(common) || addPrefix(common);
        }
        if (isFull()) {
            return false;
        }
        page.objects().add(new Listed(key, object.get()));
        last = key;
        return true;
    }

    private boolean addPrefix(String common) {
        if (isFull()) {
            return false;
        }
        page.prefixes().add(common);
        last = common;
        return true;
    }

    private boolean isFull() {
        truncated = page.size() == most;
        return truncated;
    }

    /** @return where the first delimiter behind the prefix ends, or -1 */
    private int delimiterIn(String key) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return at < 0 ? -1 : at + delimiter.length();
    }

    /** @return the file as an object; empty if it is none, is gone, or is a link out of the bucket */
    private Optional<StoredObject> object(Entry file) throws IOException {
        try {
            Path real = file.path();
            if (Files.isSymbolicLink(real)) {
                real = real.toRealPath();
            }
            return real.startsWith(bucket) ? StoredObject.find(real) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<Entry> entries(String folderKey, Path folder) throws IOException {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                String name = path.getFileName().toString();
                boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                if (isKey(path, name) && (isFolder || !StagedFile.isUnfinished(name))) {
                    found.add(new Entry(folderKey + name + (isFolder ? "/" : ""), path, isFolder));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Taken away meanwhile.
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort((a, b) -> Utf8Order.compare(a.key(), b.key()));
        return found;
    }

    /** Whether a client can name it: a file system takes any bytes for a name, and requests have text. */
    private static boolean isKey(Path path, String name) {
        try {
            return FilePath.isKey(name) && path.resolveSibling(name).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
