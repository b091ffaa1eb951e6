package sleeper.sort.mutant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ReadableFile;

/** Ends a reader that goes round in a file for ever: counts reads and their bytes, and fails those over the limit. */
final class CountedReads extends ForwardingFileStore {
    private final long mostReads;
    private final long mostBytes;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    CountedReads(FileStore files, long mostReads, long mostBytes) {
        super(files);
        this.mostReads = mostReads;
        this.mostBytes = mostBytes;
    }

    /** @return whether there were more reads or bytes than the limit */
    boolean isExceeded() {
        return reads.get() > mostReads || bytes.get() > mostBytes;
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        ReadableFile open = super.open(path, version);
        return new ReadableFile() {
            @Override
            public FileInfo info() {
                return open.info();
            }

            @Override
            public boolean waits() {
                return open.waits();
            }

            @Override
            public void readFully(long position, ByteBuffer into) throws IOException {
                reads.incrementAndGet();
                bytes.addAndGet(into.remaining());
                if (isExceeded()) {
                    throw new IllegalStateException("more reads than a file of this size can need");
                }
                open.readFully(position, into);
            }

            @Override
            public void close() throws IOException {
                open.close();
            }
        };
    }
}
