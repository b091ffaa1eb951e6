package sleeper.core.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Files of a store in the order of their paths, found page by page as they are asked for, so that no more than a page need be held.
 * Files may come and go meanwhile, taken away by whoever walks the pages too: what is there all the time is found once. For one
 * thread.
 */
public interface FilePages {
    /**
     * @return the next files, of about a thousand at most; empty at the end, and from then on
     * @throws IOException as the methods of {@link FileStore} do
     */
    List<FileInfo> next() throws IOException;

    /** What is done with each file. */
    @FunctionalInterface
    interface Action {
        void accept(FileInfo file) throws IOException;
    }

    /** Does something with each file that is left, page by page. */
    default void forEach(Action action) throws IOException {
        for (List<FileInfo> page = next(); !page.isEmpty(); page = next()) {
            for (FileInfo file : page) {
                action.accept(file);
            }
        }
    }

    /** @return all files that are left, for places that are known to hold few */
    default List<FileInfo> toList() throws IOException {
        List<FileInfo> files = new ArrayList<>();
        forEach(files::add);
        return files;
    }

    /** @return pages of files that are at hand, {@code pageFiles} on each */
    static FilePages of(List<FileInfo> files, int pageFiles) {
        Iterator<FileInfo> left = files.iterator();
        return () -> {
            List<FileInfo> page = new ArrayList<>();
            while (page.size() < pageFiles && left.hasNext()) {
                page.add(left.next());
            }
            return page;
        };
    }
}
