package sleeper.sort;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.core.file.ReadableFile;
import sleeper.sort.format.Footer;
import sleeper.sort.schema.ColumnMapping;

/** A file that was checked, and is open as long as row groups of it are left. Safe for use by many threads. */
final class OpenInput {
    private final ReadableFile file;
    private final Footer footer;
    private final List<ColumnMapping> mappings;
    private final AtomicInteger left;

    /** @param file closed here; at once if it has no row group */
    OpenInput(ReadableFile file, Footer footer, List<ColumnMapping> mappings) throws IOException {
        this.file = file;
        this.footer = footer;
        this.mappings = mappings;
        this.left = new AtomicInteger(footer.rowGroups().size());
        if (footer.rowGroups().isEmpty()) {
            file.close();
        }
    }

    ReadableFile file() {
        return file;
    }

    Footer footer() {
        return footer;
    }

    List<ColumnMapping> mappings() {
        return mappings;
    }

    /** To be called once for each row group, when it has been read or is not to be. */
    void rowGroupDone() throws IOException {
        if (left.decrementAndGet() == 0) {
            file.close();
        }
    }
}
