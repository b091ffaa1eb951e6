package sleeper.bulkimport.job.hadoop;

import java.io.IOException;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import sleeper.bulkimport.job.hadoop.HadoopFileStore.Place;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderScan;
import sleeper.core.file.FolderScan.Aside;
import sleeper.core.util.Utf8Order;

/**
 * Goes through what lies below a folder, in the order of the keys. One call for each folder; of the folders on the way down the
 * entries are held. For one thread.
 */
final class HadoopWalk implements FilePages {
    private static final int PAGE_FILES = 1_000;
    /** The one file system of Hadoop whose folders have links between them. */
    private static final String OF_MACHINE = "file";

    private final FileFolder folder;
    private final FileSystem system;
    private final FolderScan scan;
    private final Deque<Iterator<Entry>> above = new ArrayDeque<>();
    private final Set<String> entered = new HashSet<>();

    private record Entry(String key, FileStatus status) {
        /** The keys of a folder's files have a slash behind its name. */
        String order() {
            return status.isDirectory() ? key + "/" : key;
        }
    }

    HadoopWalk(FileFolder folder, Place place, FolderScan scan) throws IOException {
        this.folder = folder;
        this.system = place.system();
        this.scan = scan;
        try {
            FileStatus status = place.status();
            if (status.isDirectory()) {
                enter(folder.key(), place.path());
            }
        } catch (IOException | IllegalArgumentException e) {
            HadoopErrors.emptyIfNothingIsThere(folder.toString(), e);
        }
    }

    @Override
    public List<FileInfo> next() throws IOException {
        List<FileInfo> page = new ArrayList<>();
        while (page.size() < PAGE_FILES && !above.isEmpty()) {
            Iterator<Entry> entries = above.peek();
            if (entries.hasNext()) {
                nextEntry(entries.next()).ifPresent(page::add);
            } else {
                above.pop();
            }
        }
        return page;
    }

    private Optional<FileInfo> nextEntry(Entry entry) throws IOException {
        if (entry.status().isDirectory()) {
            if (scan.enters(entry.key())) {
                enter(entry.key(), entry.status().getPath());
            }
            return Optional.empty();
        } else if (!FilePath.isKey(entry.key())) {
            scan.aside(Aside.UNNAMEABLE_FILE, escaped(entry.key()));
            return Optional.empty();
        }
        return HadoopFileStore.info(new FilePath(folder.bucket(), entry.key()), entry.status());
    }

    /** A folder that another takes away meanwhile is as good as empty. */
    private void enter(String key, Path path) throws IOException {
        if (!key.isEmpty() && !FilePath.isKey(key)) {
            scan.aside(Aside.UNNAMEABLE_FOLDER, escaped(key));
            return;
        }
        FileStatus[] statuses;
        try {
            if (!isEnteredFirst(path)) {
                scan.aside(Aside.LINK_TO_FOUND, key);
                return;
            }
            statuses = system.listStatus(path);
        } catch (IOException e) {
            HadoopErrors.emptyIfNothingIsThere(folder.bucket() + "/" + key, e);
            return;
        }
        if (statuses.length == 0) {
            scan.aside(Aside.EMPTY_FOLDER, key);
        }
        List<Entry> entries = new ArrayList<>();
        for (FileStatus status : statuses) {
            String name = status.getPath().getName();
            entries.add(new Entry(key.isEmpty() ? name : key + "/" + name, status));
        }
        entries.sort((a, b) -> Utf8Order.compare(a.order(), b.order()));
        above.push(entries.iterator());
    }

    /** A folder that two links lead to, or one to a folder above itself, is read once. */
    private boolean isEnteredFirst(Path path) throws IOException {
        return !OF_MACHINE.equals(system.getUri().getScheme())
                || entered.add(Paths.get(path.toUri().getPath()).toRealPath().toString());
    }

    /** @return the key with {@code \xNN} for each control character */
    private static String escaped(String key) {
        StringBuilder text = new StringBuilder();
        key.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                text.append(String.format("\\x%02x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }
}
