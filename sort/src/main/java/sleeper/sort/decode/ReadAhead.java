package sleeper.sort.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.file.FileRange;
import sleeper.core.file.ReadableFile;

/**
 * Reads for the windows of a row group's column chunks together. Where a call waits, a window that runs dry has the next bytes of
 * those beside it read in the same call, so that a row group takes about as many calls as its longest chunk has pieces, and not as
 * all chunks together have. Bytes that are ahead are half of what a window may hold, so that both halves are no more than it would
 * hold without. For one thread.
 */
final class ReadAhead {
    private final ReadableFile file;
    private final int readBytes;
    private final List<ChunkWindow> windows = new ArrayList<>();
    private boolean together;

    /** @param readBytes bytes of a column chunk that are held at once, if a page does not need more */
    ReadAhead(ReadableFile file, int readBytes) {
        this.file = file;
        this.readBytes = readBytes;
    }

    void add(ChunkWindow window) {
        windows.add(window);
    }

    /** To be called when every window is where its reading begins, and all of them are to be read to their ends. */
    void start() {
        together = file.waits() && windows.size() > 1;
    }

    /** @return bytes of a chunk to read at once, if a page does not need more */
    int pieceBytes() {
        return together ? Math.max(1, readBytes / 2) : readBytes;
    }

    /** Fills a window whose bytes do not suffice, and those beside it that have nothing ahead. */
    void fill(ChunkWindow dry, FileRange range) throws IOException {
        if (!together) {
            file.readFully(range.position(), range.into());
            return;
        }
        List<FileRange> ranges = new ArrayList<>();
        ranges.add(range);
        for (ChunkWindow window : windows) {
            if (window != dry) {
                window.pieceAhead().ifPresent(ranges::add);
            }
        }
        file.readFully(ranges);
        windows.forEach(ChunkWindow::pieceRead);
    }
}
