package sleeper.bulkimport.job.hadoop;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import sleeper.bulkimport.job.hadoop.HadoopFileStore.Place;
import sleeper.bulkimport.job.hadoop.JoinedRanges.Span;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileRange;
import sleeper.core.file.ReadableFile;

/**
 * A pinned file. Near ranges are joined; what is left of a call is read in one vectored read where Hadoop has it, else through
 * several streams at once. The pin is checked after each call, so bytes that were handed out are the pinned ones.
 */
final class HadoopReadableFile implements ReadableFile {
    /** Streams that one call reads through at most. */
    static final int MOST_STREAMS = 8;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "sleeper-hadoop-read");
        thread.setDaemon(true);
        return thread;
    });

    private final Place place;
    private final FileStatus status;
    private final FileInfo info;
    private final Deque<FSDataInputStream> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** @param status of the pinned content */
    HadoopReadableFile(Place place, FileStatus status, FileInfo info) throws IOException {
        this.place = place;
        this.status = status;
        this.info = info;
        // So that what may not be read is known now, and not when a row group is read.
        idle.push(openStream());
    }

    @Override
    public FileInfo info() {
        return info;
    }

    @Override
    public void readFully(long position, ByteBuffer into) throws IOException {
        readFully(List.of(new FileRange(position, into)));
    }

    @Override
    public void readFully(List<FileRange> ranges) throws IOException {
        List<Span> spans = JoinedRanges.of(ranges);
        requireInside(ranges);
        try {
            read(spans);
        } catch (IOException | RuntimeException e) {
            HadoopFileStore.requireUnchanged(place, info);
            throw HadoopErrors.explain(info.path().toString(), e);
        }
        HadoopFileStore.requireUnchanged(place, info);
    }

    private void requireInside(List<FileRange> ranges) throws IOException {
        long length = info.version().lengthBytes();
        for (FileRange range : ranges) {
            long missing = range.position() + range.into().remaining() - length;
            if (missing > 0 && range.into().hasRemaining()) {
                HadoopFileStore.requireUnchanged(place, info);
                throw new EOFException(info.path() + " ends at " + length + ", " + missing + " bytes too early");
            }
        }
    }

    private void read(List<Span> spans) throws IOException {
        if (spans.size() > 1 && VectoredReads.take(spans) && readVectored(spans)) {
            return;
        }
        Queue<Span> left = new ConcurrentLinkedQueue<>(spans);
        List<Future<?>> others = new ArrayList<>();
        for (int i = 1; i < Math.min(MOST_STREAMS, spans.size()); i++) {
            others.add(THREADS.submit(() -> {
                readAll(left);
                return null;
            }));
        }
        Throwable failed = null;
        try {
            readAll(left);
        } catch (IOException | RuntimeException e) {
            failed = e;
        }
        for (Future<?> other : others) {
            Throwable ofOther = await(other);
            failed = failed == null ? ofOther : failed;
        }
        if (failed != null) {
            throw failed instanceof IOException io ? io : new IOException(failed);
        }
    }

    /** @return whether the stream has vectored reads, and did */
    private boolean readVectored(List<Span> spans) throws IOException {
        FSDataInputStream stream = borrow();
        Optional<VectoredReads> vectored = VectoredReads.of(stream);
        if (vectored.isPresent()) {
            try {
                vectored.get().read(stream, spans);
            } catch (IOException | RuntimeException e) {
                stream.close();
                throw e;
            }
        }
        giveBack(stream);
        return vectored.isPresent();
    }

    /** Reads span after span; after a failure none is left to others. */
    private void readAll(Queue<Span> left) throws IOException {
        Span span = left.poll();
        if (span == null) {
            return;
        }
        FSDataInputStream stream = borrow();
        boolean done = false;
        try {
            for (; span != null; span = left.poll()) {
                read(stream, span);
            }
            done = true;
        } finally {
            if (done) {
                giveBack(stream);
            } else {
                left.clear();
                stream.close();
            }
        }
    }

    private static void read(FSDataInputStream stream, Span span) throws IOException {
        ByteBuffer into = span.ranges().get(0).into();
        if (span.isJoined() || !into.hasArray()) {
            byte[] bytes = new byte[span.bytes()];
            stream.readFully(span.position(), bytes, 0, bytes.length);
            span.scatter(ByteBuffer.wrap(bytes));
        } else {
            stream.readFully(span.position(), into.array(), into.arrayOffset() + into.position(), into.remaining());
            into.position(into.limit());
        }
    }

    /** @return what a call failed with, or null; when this returns it has ended */
    private static Throwable await(Future<?> call) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    call.get();
                    return interrupted ? new InterruptedIOException("interrupted while ranges were read") : null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private FSDataInputStream borrow() throws IOException {
        FSDataInputStream stream = idle.poll();
        return stream == null ? openStream() : stream;
    }

    private void giveBack(FSDataInputStream stream) throws IOException {
        idle.push(stream);
        if (closed) {
            close();
        }
    }

    private FSDataInputStream openStream() throws IOException {
        try {
            return place.system()
                    .openFile(place.path())
                    .withFileStatus(status)
                    // Both names that object stores have known for it: ranges are read, and not the file to its end.
                    .opt("fs.option.openfile.read.policy", "random")
                    .opt("fs.s3a.experimental.input.fadvise", "random")
                    .build()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + info.path() + " was opened");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        IOException failed = null;
        for (FSDataInputStream stream = idle.poll(); stream != null; stream = idle.poll()) {
            try {
                stream.close();
            } catch (IOException e) {
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
