package sleeper.sort;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.sort.input.InputSource;

/** A source that is open as long as row groups of it are left. Safe for use by many threads. */
final class OpenInput {
    private final InputSource source;
    private final int rowGroups;
    private final AtomicInteger left;

    /** @param source closed here; at once if it has no row group */
    OpenInput(InputSource source) throws IOException {
        this.source = source;
        this.rowGroups = source.rowGroups().size();
        this.left = new AtomicInteger(rowGroups);
        if (rowGroups == 0) {
            source.close();
        }
    }

    InputSource source() {
        return source;
    }

    int rowGroups() {
        return rowGroups;
    }

    /** To be called once for each row group, when it has been read or is not to be. */
    void rowGroupDone() throws IOException {
        if (left.decrementAndGet() == 0) {
            source.close();
        }
    }
}
