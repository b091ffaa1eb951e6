package sleeper.sort.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.FilePath;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.format.Footer;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ComparedColumn;
import sleeper.sort.schema.Conversion;
import sleeper.sort.schema.ValueOrder;

/**
 * Finds columns that cannot have in every row what the file's folder says, by the bounds and counts of nulls in the footer. What
 * these leave open, the run decides row by row.
 */
final class FolderBounds {
    private final FilePath file;
    private final Footer footer;
    private final List<Fault> faults = new ArrayList<>();

    private FolderBounds(FilePath file, Footer footer) {
        this.file = file;
        this.footer = footer;
    }

    /** @return {@code BAD_FOLDER_VALUE} for the first such row group of each column */
    static List<Fault> contradicted(FilePath file, Footer footer, List<ColumnInput> columns) {
        FolderBounds bounds = new FolderBounds(file, footer);
        for (ColumnInput column : columns) {
            if (column instanceof ComparedColumn compared) {
                bounds.look(compared);
            }
        }
        return bounds.faults;
    }

    private void look(ComparedColumn column) {
        for (int group = 0; group < footer.rowGroups().size(); group++) {
            ColumnMetaData chunk = footer.chunk(group, column.mapping().source().leafIndex());
            Optional<String> other = chunk.getStatistics() == null || chunk.getNum_values() == 0
                    ? Optional.empty()
                    : otherThanExpected(column, chunk.getStatistics(), chunk.getNum_values());
            if (other.isPresent()) {
                String name = column.column().path().get(0);
                faults.add(Fault.of(
                                ErrorCode.BAD_FOLDER_VALUE,
                                file + ", row group " + group + ", column '" + name + "'",
                                other.get(),
                                column.source())
                        .at(FaultLocation.ofFile(file.toString())
                                .inRowGroup(group)
                                .inColumn(name)));
                return;
            }
        }
    }

    private static Optional<String> otherThanExpected(ComparedColumn column, Statistics statistics, long values) {
        Optional<Vector> expected = column.expected().value();
        boolean counted = statistics.isSetNull_count() && statistics.getNull_count() >= 0;
        if (counted && expected.isPresent() && statistics.getNull_count() > 0) {
            return Optional.of(statistics.getNull_count() + " of " + values + " values null");
        }
        if (counted && expected.isEmpty() && statistics.getNull_count() < values) {
            return Optional.of((values - statistics.getNull_count()) + " of " + values + " values not null");
        }
        boolean bounded = statistics.isSetMin_value() && statistics.isSetMax_value() && isComparable(column);
        return expected.filter(value -> bounded)
                .filter(value -> compare(column, value, statistics.getMin_value()) < 0
                        || compare(column, value, statistics.getMax_value()) > 0)
                .map(value -> "values from " + shown(column, statistics.getMin_value()) + " to "
                        + shown(column, statistics.getMax_value()));
    }

    private static boolean isComparable(ComparedColumn column) {
        Conversion conversion = column.mapping().conversion();
        Type type = column.mapping().source().type();
        ValueOrder order = column.column().type().order();
        if (type == Type.BYTE_ARRAY) {
            return order == ValueOrder.UNSIGNED_BYTES && conversion == Conversion.NONE;
        }
        return (type == Type.INT32 || type == Type.INT64)
                && order == ValueOrder.SIGNED
                && (conversion == Conversion.NONE || conversion == Conversion.INT_TO_LONG);
    }

    /** A bound of a length that none of its type has says nothing: it counts as equal. */
    private static int compare(ComparedColumn column, Vector value, byte[] bound) {
        if (value instanceof BytesVector bytes) {
            return Arrays.compareUnsigned(bytes.get(0), bound);
        }
        if (bound.length != lengthOf(column)) {
            return 0;
        }
        long number = value instanceof IntVector ints ? ints.get(0) : ((LongVector) value).get(0);
        return Long.compare(number, numberOf(bound));
    }

    private static int lengthOf(ComparedColumn column) {
        return column.mapping().source().type() == Type.INT32 ? Integer.BYTES : Long.BYTES;
    }

    private static long numberOf(byte[] bound) {
        return bound.length == Integer.BYTES ? Bytes.getInt(bound, 0) : Bytes.getLong(bound, 0);
    }

    private static String shown(ComparedColumn column, byte[] bound) {
        return column.mapping().source().type() == Type.BYTE_ARRAY
                ? "'" + new String(bound, StandardCharsets.UTF_8) + "'"
                : Long.toString(numberOf(bound));
    }
}
