package sleeper.bulkimport.job.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The machine's files as those of a file system far away, whose calls are counted. One test at a time has it. */
public final class CountedFileSystem extends RawLocalFileSystem {
    static final AtomicInteger STATUSES = new AtomicInteger();
    static final AtomicInteger OPENS = new AtomicInteger();
    static final AtomicInteger READS = new AtomicInteger();
    private static volatile CountDownLatch together = new CountDownLatch(0);
    private static volatile boolean looped;

    /** @return what has a file system's scheme {@code counted} be this class */
    static Configuration configuration() {
        Configuration configuration = new Configuration(false);
        configuration.set("fs.counted.impl", CountedFileSystem.class.getName());
        return configuration;
    }

    /** @param readers that each read waits for: the first so many do not end before all have begun */
    static void begin(int readers) {
        STATUSES.set(0);
        OPENS.set(0);
        READS.set(0);
        looped = readers > 0;
        together = new CountDownLatch(readers);
    }

    /** @return whether as many reads were in flight together as was asked for */
    static boolean wereTogether() {
        return together.getCount() == 0;
    }

    @Override
    public URI getUri() {
        return URI.create("counted:///");
    }

    @Override
    public String getScheme() {
        return "counted";
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        STATUSES.incrementAndGet();
        return super.getFileStatus(path);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        OPENS.incrementAndGet();
        FSDataInputStream opened = super.open(path, bufferSize);
        // A machine's file system asks once more itself.
        STATUSES.decrementAndGet();
        return looped ? new FSDataInputStream(new Looped(opened)) : opened;
    }

    /** Has no vectored reads, in whatever version of Hadoop. */
    private static final class Looped extends FSInputStream {
        private final FSDataInputStream stream;

        Looped(FSDataInputStream stream) {
            this.stream = stream;
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
            READS.incrementAndGet();
            together.countDown();
            try {
                if (!together.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("too few reads in flight");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            stream.readFully(position, buffer, offset, length);
        }

        @Override
        public void seek(long position) throws IOException {
            stream.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }

        @Override
        public int read() throws IOException {
            return stream.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return stream.read(buffer, offset, length);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
