package sleeper.sort.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.util.Require;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.encode.TableFileWriter;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.schema.TableLayout;

/**
 * Rows of the demo: a key of 10 random letters a to z, a timestamp of at least 0 and less than 10^10, a value of 10 random letters.
 * The same seed gives the same rows.
 *
 * @param rows         rows in all
 * @param files        files that share them evenly; one or more
 * @param rowGroupRows rows of a row group
 * @param seed         decides the rows
 */
public record DemoData(long rows, int files, int rowGroupRows, long seed) {
    public static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.STRING)),
            List.of(Field.required("timestamp", PrimitiveType.LONG)),
            List.of(Field.required("value", PrimitiveType.STRING)));

    /** Files that the demo makes where nothing else is said. */
    public static final int USUAL_FILES = 10;

    private static final int LETTERS = 10;
    private static final long TIMESTAMPS = 10_000_000_000L;

    public DemoData {
        Require.atLeast("rows", rows, 0);
        Require.atLeast("files", files, 1);
        Require.atLeast("rowGroupRows", rowGroupRows, 1);
    }

    /** Ten files with row groups of a million rows. */
    public DemoData(long rows, long seed) {
        this(rows, USUAL_FILES, 1_000_000, seed);
    }

    /** @return a tree that cuts the demo's keys into so many leaves of equal shares */
    public static PartitionTree partitions(int leaves) {
        List<KeyValue> cuts = new ArrayList<>();
        int letters = 6;
        long words = (long) Math.pow(26, letters);
        for (int i = 1; i < leaves; i++) {
            long word = words / leaves * i;
            char[] text = new char[letters];
            for (int j = letters - 1; j >= 0; j--) {
                text[j] = (char) ('a' + word % 26);
                word /= 26;
            }
            cuts.add(new KeyValue.OfString(new String(text)));
        }
        return PartitionTree.ofGrid(List.of(cuts));
    }

    /** Writes the files {@code part-0.parquet} and so on, PLAIN and compressed by ZSTD, in a directory. @return their paths */
    public List<FilePath> write(FileStore store, FilePath directory, int threads) throws IOException {
        return write(store, directory, threads, files -> {});
    }

    /**
     * As {@link #write(FileStore, FilePath, int)}.
     *
     * @param made told how many files are there, as they come
     */
    public List<FilePath> write(FileStore store, FilePath directory, int threads, IntConsumer made) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<FilePath>> running = new ArrayList<>();
            for (int i = 0; i < files; i++) {
                int part = i;
                running.add(pool.submit(() -> writePart(store, directory, part)));
            }
            List<FilePath> paths = new ArrayList<>();
            for (Future<FilePath> file : running) {
                paths.add(file.get());
                made.accept(paths.size());
            }
            return paths;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IOException("The demo's files were not written to " + directory + ".", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while writing the demo's files to " + directory + ".", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private FilePath writePart(FileStore store, FilePath directory, int part) throws IOException {
        FilePath path = directory.resolve("part-" + part + ".parquet");
        TableLayout layout = new TableLayout(SCHEMA);
        WriteSettings settings = WriteSettings.builder()
                .pageBytes(1 << 20)
                .encodings(WriteSettings.Encodings.PLAIN)
                .build();
        SplittableRandom random = new SplittableRandom(seed * 31 + part);
        Batch batch = layout.newBatch();
        int[] order = new int[0];
        try (EncodeTools tools = new EncodeTools(settings);
                TableFileWriter writer = new TableFileWriter(layout, store, path, tools, false)) {
            long left = rows * (part + 1) / files - rows * part / files;
            while (left > 0) {
                int count = (int) Math.min(left, rowGroupRows);
                fill(batch, count, random);
                if (order.length < count) {
                    order = new int[count];
                    for (int i = 0; i < count; i++) {
                        order[i] = i;
                    }
                }
                writer.writeRowGroup(batch, order, 0, count);
                left -= count;
            }
            writer.commit();
        }
        return path;
    }

    private static void fill(Batch batch, int count, SplittableRandom random) {
        batch.clear();
        letters((BytesVector) batch.column(0), count, random);
        LongVector timestamps = (LongVector) batch.column(1);
        timestamps.grow(count);
        for (int i = 0; i < count; i++) {
            timestamps.values()[i] = random.nextLong(TIMESTAMPS);
        }
        letters((BytesVector) batch.column(2), count, random);
    }

    private static void letters(BytesVector into, int count, SplittableRandom random) {
        into.reserveBytes((long) LETTERS * count);
        into.grow(count);
        byte[] data = into.data();
        for (int i = 0; i < count; i++) {
            fiveLetters(random.nextLong(), data, i * LETTERS);
            fiveLetters(random.nextLong(), data, i * LETTERS + 5);
            into.offsets()[i + 1] = (i + 1) * LETTERS;
        }
    }

    /** Takes letters off the top of a fraction of 48 bits. */
    private static void fiveLetters(long random, byte[] to, int at) {
        long fraction = random >>> 16;
        for (int i = 0; i < 5; i++) {
            long scaled = fraction * 26;
            to[at + i] = (byte) ('a' + (scaled >>> 48));
            fraction = scaled & (1L << 48) - 1;
        }
    }
}
