package sleeper.iceberg;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.Require;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/**
 * The metadata files of a view, as Iceberg's library reads and writes them: whole, since they are small, and never over another. As safe
 * for threads as the store.
 */
final class ViewFiles implements FileIO {
    private static final int MOST_TRIES = 5;

    private final ObjectStore objects;
    private final String folder;

    /**
     * @param objects those of the view
     * @param folder  what other engines call the place of them
     */
    ViewFiles(ObjectStore objects, String folder) {
        this.objects = objects;
        this.folder = folder;
    }

    /** @return what other engines call an object */
    String location(String key) {
        return folder + "/" + key;
    }

    /** @return whether it is the location of an object of this view, where the view is now */
    boolean isBelow(String location) {
        return location.startsWith(folder + "/");
    }

    /** @return the key of an object that is below the view's folder */
    String key(String location) {
        Require.that(isBelow(location), "not below " + folder + ": " + location);
        return location.substring(folder.length() + 1);
    }

    /**
     * Writes an object that is not there. A put of unknown outcome is repeated until the object is seen.
     *
     * @return whether the object holds these bytes now; if not, another wrote it
     * @throws TransientFailureException if nobody knows whether it is there, or will be; what it names must stay
     */
    boolean create(String key, byte[] bytes) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            PutResult result = objects.putIfAbsent(key, bytes);
            if (result == PutResult.STORED) {
                return true;
            }
            Optional<byte[]> found = objects.get(key);
            if (found.isPresent()) {
                return Arrays.equals(found.get(), bytes);
            }
        }
        throw new TransientFailureException(
                "The Iceberg view was not published.",
                List.of(Fault.of(
                        ErrorCode.OUTCOME_UNKNOWN,
                        location(key),
                        MOST_TRIES + " writes of which nobody knows the outcome",
                        "")));
    }

    /** @return what a file of text holds */
    String text(String location) {
        return new String(bytes(location), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String location) {
        return objects.get(key(location)).orElseThrow(() -> new NotFoundException("%s is not there", location));
    }

    @Override
    public InputFile newInputFile(String location) {
        return new InMemoryInputFile(location, bytes(location));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(location);
    }

    @Override
    public void deleteFile(String location) {
        objects.delete(key(location));
    }

    /** A file that is there, whole, once its stream is closed. */
    private final class Output implements OutputFile {
        private final String location;

        Output(String location) {
            this.location = location;
        }

        @Override
        public PositionOutputStream create() {
            return new Bytes(key(location));
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return create();
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public InputFile toInputFile() {
            return newInputFile(location);
        }
    }

    /** Bytes of one file on their way. */
    private final class Bytes extends PositionOutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final String key;
        private boolean closed;

        Bytes(String key) {
            this.key = key;
        }

        @Override
        public long getPos() {
            return bytes.size();
        }

        @Override
        public void write(int value) {
            bytes.write(value);
        }

        @Override
        public void write(byte[] values, int from, int length) {
            bytes.write(values, from, length);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                if (!ViewFiles.this.create(key, bytes.toByteArray())) {
                    throw new AlreadyExistsException("%s was not written: another is there", location(key));
                }
            }
        }
    }
}
