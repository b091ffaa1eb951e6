package sleeper.statestore.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderScan;
import sleeper.core.file.FolderScan.Aside;
import sleeper.core.util.Utf8Order;

/**
 * Goes through what others have put below a directory: first what lies there itself, in the order of the keys, then what links lead
 * to, folders before files, so that whatever can be found without a link is found so, and nothing twice. Of each directory on the way
 * down the names are held, and of all directories the paths. For one thread.
 */
final class ScanWalk {
    private final String bucket;
    private final Predicate<Path> isAllowed;
    private final FolderScan scan;
    private final Deque<Iterator<Entry>> above = new ArrayDeque<>();
    private final Deque<Entry> folderLinks = new ArrayDeque<>();
    private final Deque<Entry> fileLinks = new ArrayDeque<>();
    /** The key by which each directory was first entered. */
    private final Map<Path, String> entered = new HashMap<>();

    private final Set<Path> linked = new HashSet<>();

    /**
     * What is there.
     *
     * @param real where, without links
     */
    private record Entry(String key, Path real, boolean directory) {
        /** The keys of a directory's files have a slash behind its name. */
        String order() {
            return directory ? key + "/" : key;
        }
    }

    /**
     * A file that was found.
     *
     * @param real where it lies, without links
     */
    record Found(FilePath path, Path real) {}

    /**
     * @param folder    the folder as jobs name it
     * @param real      where it is, without links; if it is no directory, there are no files
     * @param isAllowed whether a link may lead to a path
     */
    ScanWalk(FileFolder folder, Path real, Predicate<Path> isAllowed, FolderScan scan) throws IOException {
        this.bucket = folder.bucket();
        this.isAllowed = isAllowed;
        this.scan = scan;
        if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            enter(folder.key(), real);
        }
    }

    /** @return the next file, or empty at the end */
    Optional<Found> next() throws IOException {
        while (true) {
            Optional<Entry> file = nextEntry();
            if (file.isPresent()) {
                Entry found = file.get();
                return Optional.of(new Found(new FilePath(bucket, found.key()), found.real()));
            } else if (above.isEmpty() && folderLinks.isEmpty() && fileLinks.isEmpty()) {
                return Optional.empty();
            }
        }
    }

    /** @return a file, if the next step comes upon one */
    private Optional<Entry> nextEntry() throws IOException {
        if (!above.isEmpty()) {
            Iterator<Entry> entries = above.peek();
            if (!entries.hasNext()) {
                above.pop();
                return Optional.empty();
            }
            Entry entry = entries.next();
            if (entry.directory()) {
                enterOnce(entry);
                return Optional.empty();
            }
            return isFoundOtherwise(entry) ? Optional.empty() : Optional.of(entry);
        } else if (!folderLinks.isEmpty()) {
            Entry link = folderLinks.poll();
            if (!enterOnce(link)) {
                scan.aside(Aside.LINK_TO_FOUND, link.key());
            }
            return Optional.empty();
        } else if (!fileLinks.isEmpty()) {
            Entry link = fileLinks.poll();
            if (scan.readsFile(link.key()) && (isFoundOtherwise(link) || !linked.add(link.real()))) {
                scan.aside(Aside.LINK_TO_FOUND, link.key());
                return Optional.empty();
            }
            return Optional.of(link);
        }
        return Optional.empty();
    }

    /** @return whether the file is read by the key that its directory was entered by before */
    private boolean isFoundOtherwise(Entry file) {
        String before = entered.get(file.real().getParent());
        if (before == null) {
            return false;
        }
        String key = below(before, file.real().getFileName().toString());
        return !key.equals(file.key()) && scan.readsFile(key);
    }

    /** @return false if its files are read by another key */
    private boolean enterOnce(Entry directory) throws IOException {
        String before = entered.get(directory.real());
        if (before != null && scan.readsFolder(before)) {
            return false;
        }
        enter(directory.key(), directory.real());
        return true;
    }

    /** A directory that another takes away meanwhile, or puts a file in the place of, is as good as empty. */
    private void enter(String key, Path real) throws IOException {
        entered.putIfAbsent(real, key);
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(real)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (entries.isEmpty()) {
            scan.aside(Aside.EMPTY_FOLDER, key);
        }
        entries.sort((a, b) ->
                Utf8Order.compare(a.getFileName().toString(), b.getFileName().toString()));
        List<Entry> found = new ArrayList<>();
        for (Path entry : entries) {
            sort(key, entry).ifPresent(found::add);
        }
        found.sort((a, b) -> Utf8Order.compare(a.order(), b.order()));
        above.push(found.iterator());
    }

    /** @return what is to be gone through; links, which come last, and what is neither file nor directory are put aside */
    private Optional<Entry> sort(String folder, Path entry) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Optional<String> name = EntryName.of(entry);
        String key = below(folder, name.orElseGet(() -> EntryName.escaped(entry)));
        if (name.isEmpty()) {
            boolean directory = Files.isDirectory(entry);
            if (!directory || scan.enters(key)) {
                scan.aside(directory ? Aside.UNNAMEABLE_FOLDER : Aside.UNNAMEABLE_FILE, key);
            }
        } else if (attributes.isSymbolicLink()) {
            sortLink(key, entry);
        } else if (attributes.isDirectory()) {
            return scan.enters(key) ? Optional.of(new Entry(key, entry, true)) : Optional.empty();
        } else if (!attributes.isRegularFile()) {
            scan.aside(Aside.NO_PLAIN_FILE, key);
        } else if (!DurableFiles.isUnfinished(name.get())) {
            return Optional.of(new Entry(key, entry, false));
        }
        return Optional.empty();
    }

    private void sortLink(String key, Path link) {
        Path target;
        try {
            target = link.toRealPath();
        } catch (IOException e) {
            scan.aside(Aside.BROKEN_LINK, key);
            return;
        }
        if (!isAllowed.test(target)) {
            scan.aside(Aside.LINK_OUT, key);
        } else if (Files.isDirectory(target)) {
            sortFolderLink(key, link, target);
        } else if (Files.isRegularFile(target)) {
            fileLinks.add(new Entry(key, target, false));
        } else {
            scan.aside(Aside.NO_PLAIN_FILE, key);
        }
    }

    private void sortFolderLink(String key, Path link, Path target) {
        if (!scan.enters(key)) {
            return;
        }
        if (link.startsWith(target)) {
            scan.aside(Aside.LINK_UPWARDS, key);
        } else if (!scan.follows(key)) {
            scan.aside(Aside.UNWANTED_LINK, key);
        } else {
            folderLinks.add(new Entry(key, target, true));
        }
    }

    private static String below(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
