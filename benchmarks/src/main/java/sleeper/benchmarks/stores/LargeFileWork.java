package sleeper.benchmarks.stores;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.instance.OwnedStores;

/** {@code large-file <home> write|read <MiB>}: writes or reads a file of so many MiB, in pieces of a MiB and by ranges of 4 MiB. */
final class LargeFileWork {
    private static final int MIB = 1 << 20;
    private static final int RANGES_AT_ONCE = 8;
    private static final int RANGE_BYTES = 4 * MIB;

    private LargeFileWork() {}

    static Map<String, Object> run(Path home, String[] arguments) throws IOException {
        OwnedStores instance = Work.open(home);
        FilePath path = new FilePath(instance.inputBucket(), "large");
        long bytes = Long.parseLong(arguments[1]) * MIB;
        // The first use of a client loads its classes.
        var unused = instance.files().find(path);
        long begin = System.nanoTime();
        long done = arguments[0].equals("write") ? write(instance.files(), path, bytes) : read(instance.files(), path);
        double seconds = Work.millisSince(begin) / 1_000;
        if (done != bytes) {
            throw new IllegalStateException(done + " bytes, not " + bytes);
        }
        return Map.of("bytes", bytes, "seconds", seconds);
    }

    private static long write(FileStore files, FilePath path, long bytes) throws IOException {
        byte[] piece = new byte[MIB];
        new Random(1).nextBytes(piece);
        try (WritableFile out = files.create(path)) {
            while (out.position() < bytes) {
                out.write(ByteBuffer.wrap(piece));
            }
            FileInfo info = out.commit();
            return info.version().lengthBytes();
        }
    }

    private static long read(FileStore files, FilePath path) throws IOException {
        FileInfo info = files.find(path).orElseThrow();
        long length = info.version().lengthBytes();
        ByteBuffer into = ByteBuffer.allocate(RANGES_AT_ONCE * RANGE_BYTES);
        try (ReadableFile file = files.open(path, info.version())) {
            long at = 0;
            while (at < length) {
                List<FileRange> ranges = new ArrayList<>();
                for (int range = 0; range < RANGES_AT_ONCE && at < length; range++) {
                    int bytes = (int) Math.min(RANGE_BYTES, length - at);
                    ranges.add(new FileRange(at, into.slice(range * RANGE_BYTES, bytes)));
                    at += bytes;
                }
                file.readFully(ranges);
            }
            return at;
        }
    }
}
