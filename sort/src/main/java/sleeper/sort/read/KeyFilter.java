package sleeper.sort.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.Statistics;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.format.Footer;
import sleeper.sort.schema.ColumnMapping;

/** Decides whether keys lie in a region: of a row by its values, of a row group or page by its bounds. */
final class KeyFilter {
    private final List<Range> ranges;

    KeyFilter(Region region) {
        this.ranges = region.ranges();
    }

    boolean contains(Batch batch, int row) {
        for (int i = 0; i < ranges.size(); i++) {
            if (!contains(ranges.get(i), batch.column(i), row)) {
                return false;
            }
        }
        return true;
    }

    /** Compares what is stored, so that also text which is no valid UTF-8 is judged by its bytes. */
    static boolean contains(Range range, Vector column, int row) {
        return range.min().map(min -> compare(column, row, min) >= 0).orElse(true)
                && range.max().map(max -> compare(column, row, max) < 0).orElse(true);
    }

    static int compare(Vector column, int row, KeyValue value) {
        if (column instanceof BytesVector bytes) {
            byte[] other = bytesOf(value);
            return Arrays.compareUnsigned(
                    bytes.data(), bytes.start(row), bytes.offsets()[row + 1], other, 0, other.length);
        }
        long number = column instanceof IntVector ints ? ints.get(row) : ((LongVector) column).get(row);
        return Long.compare(number, numberOf(value));
    }

    private static byte[] bytesOf(KeyValue value) {
        return value instanceof KeyValue.OfString string
                ? string.value().getBytes(StandardCharsets.UTF_8)
                : ((KeyValue.OfBytes) value).bytes();
    }

    private static long numberOf(KeyValue value) {
        return value instanceof KeyValue.OfInt number ? number.value() : ((KeyValue.OfLong) value).value();
    }

    /** @return whether the row group may hold a key of the region, as far as its statistics tell */
    boolean mayContain(Footer footer, int rowGroup, List<ColumnMapping> mappings) {
        for (int i = 0; i < ranges.size(); i++) {
            Statistics statistics =
                    footer.chunk(rowGroup, mappings.get(i).source().leafIndex()).getStatistics();
            boolean bounded = statistics != null && statistics.isSetMin_value() && statistics.isSetMax_value();
            if (bounded && !mayContain(i, statistics.getMin_value(), statistics.getMax_value())) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param min bound below, as statistics hold it
     * @param max bound above, inclusive
     */
    boolean mayContain(int dimension, byte[] min, byte[] max) {
        Range range = ranges.get(dimension);
        return range.min().map(from -> compare(max, from) >= 0).orElse(true)
                && range.max().map(to -> compare(min, to) < 0).orElse(true);
    }

    private static int compare(byte[] bound, KeyValue value) {
        if (value instanceof KeyValue.OfString || value instanceof KeyValue.OfBytes) {
            return Arrays.compareUnsigned(bound, bytesOf(value));
        }
        return Long.compare(number(bound), numberOf(value));
    }

    private static long number(byte[] bound) {
        return bound.length == 4 ? Bytes.getInt(bound, 0) : Bytes.getLong(bound, 0);
    }
}
