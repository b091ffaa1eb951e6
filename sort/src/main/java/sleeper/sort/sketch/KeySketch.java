package sleeper.sort.sketch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.apache.datasketches.common.ArrayOfLongsSerDe;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.kll.KllItemsSketch;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.WritableFile;
import sleeper.core.schema.PrimitiveType;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.DiskFaults;

/**
 * A quantile sketch (KLL of the DataSketches library) of a file's first row key. As the rows come sorted, keys at equal distances,
 * each with the distance as its weight, tell as much as all keys do. Numbers are kept as longs, strings as they are, byte arrays
 * as hexadecimal digits, whose order is theirs. For one thread.
 */
public final class KeySketch {
    /** Keys taken of a row group. */
    private static final int KEYS = 128;

    private final PrimitiveType type;
    private final KllItemsSketch<Long> numbers;
    private final KllItemsSketch<String> texts;

    public KeySketch(PrimitiveType type) {
        this.type = type;
        boolean number = type == PrimitiveType.INT || type == PrimitiveType.LONG;
        numbers = number ? KllItemsSketch.newHeapInstance(Comparator.naturalOrder(), new ArrayOfLongsSerDe()) : null;
        texts = number ? null : KllItemsSketch.newHeapInstance(byUtf8(), new ArrayOfStringsSerDe());
    }

    /** @return order of strings by their unsigned UTF-8 bytes */
    static Comparator<String> byUtf8() {
        return (one, other) ->
                Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the keys of rows {@code order[from]} to {@code order[to - 1]}, which are in order. */
    public void add(Vector keys, int[] order, int from, int to) {
        int count = to - from;
        int taken = Math.min(KEYS, count);
        long before = 0;
        for (int i = 1; i <= taken; i++) {
            long until = (long) i * count / taken;
            add(keys, order[from + (int) ((before + until) / 2)], until - before);
            before = until;
        }
    }

    private void add(Vector keys, int row, long weight) {
        if (keys instanceof IntVector ints) {
            numbers.update((long) ints.get(row), weight);
        } else if (keys instanceof LongVector longs) {
            numbers.update(longs.get(row), weight);
        } else {
            BytesVector bytes = (BytesVector) keys;
            texts.update(text(bytes.get(row)), weight);
        }
    }

    private String text(byte[] key) {
        return type == PrimitiveType.STRING
                ? new String(key, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(key);
    }

    /** Creates the sketch's file. */
    public void write(FileStore store, FilePath path) throws IOException {
        byte[] bytes = numbers != null ? numbers.toByteArray() : texts.toByteArray();
        try (WritableFile file = store.create(path)) {
            file.write(ByteBuffer.wrap(bytes));
            file.commit();
        } catch (IOException e) {
            throw DiskFaults.explain("file " + path, e);
        }
    }
}
