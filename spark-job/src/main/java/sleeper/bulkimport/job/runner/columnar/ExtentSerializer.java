package sleeper.bulkimport.job.runner.columnar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.sort.extent.Extent;
import sleeper.sort.extent.ExtentCodec;

/**
 * Writes extents into Spark's shuffle as {@link ExtentCodec} has them, each by itself, so that Spark may move and join them as
 * bytes. The key of a record is the extent's own bucket and takes no bytes.
 */
final class ExtentSerializer extends Serializer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TaskWork> work;

    ExtentSerializer(Broadcast<TaskWork> work) {
        this.work = work;
    }

    @Override
    public boolean supportsRelocationOfSerializedObjects() {
        return true;
    }

    @Override
    public SerializerInstance newInstance() {
        return new Instance(new ExtentCodec(work.value().layout()));
    }

    private static final class Instance extends SerializerInstance {
        private final ExtentCodec codec;

        Instance(ExtentCodec codec) {
            this.codec = codec;
        }

        @Override
        public SerializationStream serializeStream(OutputStream to) {
            return new Writing(codec, to);
        }

        @Override
        public DeserializationStream deserializeStream(InputStream from) {
            return new Reading(codec, from);
        }

        @Override
        public <T> ByteBuffer serialize(T value, ClassTag<T> type) {
            throw onlyStreams();
        }

        @Override
        public <T> T deserialize(ByteBuffer bytes, ClassTag<T> type) {
            throw onlyStreams();
        }

        @Override
        public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> type) {
            throw onlyStreams();
        }

        private static UnsupportedOperationException onlyStreams() {
            return new UnsupportedOperationException("extents are written to a shuffle's streams only");
        }
    }

    private static final class Writing extends SerializationStream {
        private final ExtentCodec codec;
        private final OutputStream to;

        Writing(ExtentCodec codec, OutputStream to) {
            this.codec = codec;
            this.to = to;
        }

        @Override
        public <T> SerializationStream writeKey(T key, ClassTag<T> type) {
            return this;
        }

        @Override
        public <T> SerializationStream writeObject(T value, ClassTag<T> type) {
            try {
                codec.write((Extent) value, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        @Override
        public void flush() {
            try {
                to.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                to.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Reading extends DeserializationStream {
        private final ExtentCodec codec;
        private final InputStream from;
        private Extent next;

        Reading(ExtentCodec codec, InputStream from) {
            this.codec = codec;
            this.from = from;
        }

        @Override
        @SuppressWarnings("unchecked") // Spark asks for what was written.
        public <T> T readKey(ClassTag<T> type) {
            try {
                next = codec.read(from).orElseThrow(EOFException::new);
            } catch (IOException e) {
                throw sneaky(e);
            }
            return (T) Integer.valueOf(next.leaf());
        }

        @Override
        @SuppressWarnings("unchecked") // Spark asks for what was written.
        public <T> T readValue(ClassTag<T> type) {
            Extent read = next;
            next = null;
            return (T) read;
        }

        @Override
        public <T> T readObject(ClassTag<T> type) {
            throw new UnsupportedOperationException("extents are read as pairs");
        }

        @Override
        public void close() {
            try {
                from.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Spark knows the end of a stream by the exception itself, and Scala's methods declare none. */
        @SuppressWarnings("unchecked")
        private static <E extends Exception> RuntimeException sneaky(Exception thrown) throws E {
            throw (E) thrown;
        }
    }
}
