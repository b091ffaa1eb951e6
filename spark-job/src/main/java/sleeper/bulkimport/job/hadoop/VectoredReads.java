package sleeper.bulkimport.job.hadoop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FSDataInputStream;
import sleeper.bulkimport.job.hadoop.JoinedRanges.Span;

/** Hadoop's own reads of many ranges in one call, which 3.3.5 and later have. Looked for once. Safe for use by many threads. */
final class VectoredReads {
    /** Told by streams that have more than a loop over the ranges. */
    private static final String CAPABILITY = "in:readvectored";
    /** Most bytes of one call, if a single range has not more: all of them are held once more until it ends. */
    private static final int MOST_BYTES = 16 << 20;

    private static final Optional<VectoredReads> FOUND = find();

    private final Method newRange;
    private final Method data;
    private final Method read;

    private VectoredReads(Method newRange, Method data, Method read) {
        this.newRange = newRange;
        this.data = data;
        this.read = read;
    }

    private static Optional<VectoredReads> find() {
        try {
            Class<?> range = Class.forName("org.apache.hadoop.fs.FileRange");
            return Optional.of(new VectoredReads(
                    range.getMethod("createFileRange", long.class, int.class),
                    range.getMethod("getData"),
                    FSDataInputStream.class.getMethod("readVectored", List.class, IntFunction.class)));
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /** @return them, if this version of Hadoop has them and the stream does */
    static Optional<VectoredReads> of(FSDataInputStream stream) {
        return FOUND.filter(found -> stream.hasCapability(CAPABILITY));
    }

    /** @return whether this version of Hadoop has them */
    static boolean areThere() {
        return FOUND.isPresent();
    }

    /** @return whether spans can be read so: Hadoop takes none that overlap */
    static boolean take(List<Span> spans) {
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).position() < spans.get(i - 1).end()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Fills the buffers of all ranges.
     *
     * @param spans by their positions, none over another
     */
    void read(FSDataInputStream stream, List<Span> spans) throws IOException {
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < spans.size(); i++) {
            if (i > from && bytes + spans.get(i).bytes() > MOST_BYTES) {
                readAtOnce(stream, spans.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += spans.get(i).bytes();
        }
        readAtOnce(stream, spans.subList(from, spans.size()));
    }

    private void readAtOnce(FSDataInputStream stream, List<Span> spans) throws IOException {
        try {
            List<Object> asked = new ArrayList<>();
            for (Span span : spans) {
                asked.add(newRange.invoke(null, span.position(), span.bytes()));
            }
            IntFunction<ByteBuffer> allocate = ByteBuffer::allocate;
            read.invoke(stream, asked, allocate);
            IOException failed = null;
            for (int i = 0; i < spans.size(); i++) {
                try {
                    spans.get(i).scatter((ByteBuffer) ((Future<?>) data.invoke(asked.get(i))).get());
                } catch (ExecutionException e) {
                    failed = failed == null ? cause(e.getCause()) : failed;
                }
            }
            if (failed != null) {
                throw failed;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while ranges were read");
        } catch (InvocationTargetException e) {
            throw cause(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IOException cause(Throwable thrown) {
        return thrown instanceof IOException failed ? failed : new IOException(thrown);
    }
}
