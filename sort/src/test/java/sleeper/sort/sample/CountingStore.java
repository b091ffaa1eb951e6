package sleeper.sort.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ReadableFile;

/** Counts opens, reads, their bytes, and files that are open at once. Safe for use by many threads. */
final class CountingStore extends ForwardingFileStore {
    private final IntConsumer beforeOpen;
    private final AtomicInteger opens = new AtomicInteger();
    private final AtomicInteger openNow = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    CountingStore(FileStore files) {
        this(files, number -> {});
    }

    /** @param beforeOpen is called before each open, with its number from 1 on */
    CountingStore(FileStore files, IntConsumer beforeOpen) {
        super(files);
        this.beforeOpen = beforeOpen;
    }

    int opens() {
        return opens.get();
    }

    int mostOpen() {
        return mostOpen.get();
    }

    int reads() {
        return reads.get();
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        beforeOpen.accept(opens.incrementAndGet());
        ReadableFile open = super.open(path, version);
        mostOpen.accumulateAndGet(openNow.incrementAndGet(), Math::max);
        return new ReadableFile() {
            @Override
            public FileInfo info() {
                return open.info();
            }

            @Override
            public void readFully(long position, ByteBuffer into) throws IOException {
                reads.incrementAndGet();
                bytes.addAndGet(into.remaining());
                open.readFully(position, into);
            }

            @Override
            public void close() throws IOException {
                openNow.decrementAndGet();
                open.close();
            }
        };
    }
}
