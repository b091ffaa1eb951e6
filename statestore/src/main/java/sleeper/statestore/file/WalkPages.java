package sleeper.statestore.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;

/** The files that a walk comes upon, in pages. */
final class WalkPages {
    private static final int PAGE_FILES = 1_000;

    private WalkPages() {}

    /** A walk through files. */
    @FunctionalInterface
    interface Walk {
        /** Adds the next file, unless it is gone meanwhile. @return false at the end, and from then on */
        boolean addNext(List<FileInfo> page) throws IOException;
    }

    static FilePages of(Walk walk) {
        return () -> {
            List<FileInfo> page = new ArrayList<>();
            boolean more = true;
            while (more && page.size() < PAGE_FILES) {
                more = walk.addNext(page);
            }
            return page;
        };
    }
}
