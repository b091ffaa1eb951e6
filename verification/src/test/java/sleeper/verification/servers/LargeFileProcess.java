package sleeper.verification.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.instance.OwnedStores;

/** A process that writes a large file, or reads it and finds what was written: {@code LargeFileProcess <home> write|read <MiB>}. */
public final class LargeFileProcess {
    private static final int MIB = 1 << 20;
    private static final int RANGES_AT_ONCE = 8;
    private static final int RANGE_BYTES = 4 * MIB;

    private LargeFileProcess() {}

    /** @param arguments home, what to do, and the size of the file, in MiB; a multiple of 32 */
    public static void main(String[] arguments) throws IOException {
        OwnedStores instance = CommittingProcess.open(Path.of(arguments[0]));
        FilePath path = new FilePath(instance.inputBucket(), "large");
        long bytes = Long.parseLong(arguments[2]) * MIB;
        CRC32C expected = new CRC32C();
        if (arguments[1].equals("write")) {
            write(instance.files(), path, bytes);
        } else {
            Content content = new Content();
            for (long at = 0; at < bytes; at += MIB) {
                expected.update(content.next());
            }
            long found = read(instance.files(), path);
            if (found != expected.getValue()) {
                throw new IllegalStateException("checksum " + found + ", not " + expected.getValue());
            }
        }
        System.exit(0);
    }

    /** The file's bytes, the same each time. */
    private static final class Content {
        private final Random random = new Random(1);
        private final byte[] mebibyte = new byte[MIB];

        /** @return the next of them, until it is called again */
        ByteBuffer next() {
            random.nextBytes(mebibyte);
            return ByteBuffer.wrap(mebibyte);
        }
    }

    private static void write(FileStore files, FilePath path, long bytes) throws IOException {
        Content content = new Content();
        try (WritableFile out = files.create(path)) {
            while (out.position() < bytes) {
                out.write(content.next());
            }
            FileInfo unused = out.commit();
        }
    }

    /** @return the checksum of all bytes */
    private static long read(FileStore files, FilePath path) throws IOException {
        FileInfo info = files.find(path).orElseThrow();
        CRC32C sum = new CRC32C();
        ByteBuffer into = ByteBuffer.allocate(RANGES_AT_ONCE * RANGE_BYTES);
        try (ReadableFile file = files.open(path, info.version())) {
            for (long at = 0; at < info.version().lengthBytes(); at += into.capacity()) {
                List<FileRange> ranges = new ArrayList<>();
                // Those that lie side by side would be one request.
                for (int range = 0; range < RANGES_AT_ONCE; range++) {
                    ByteBuffer part = into.slice(range * RANGE_BYTES, RANGE_BYTES);
                    ranges.add(new FileRange(at + (long) range * RANGE_BYTES, part));
                }
                file.readFully(ranges);
                sum.update(into.duplicate());
            }
        }
        return sum.getValue();
    }
}
