package sleeper.sort.decode;

import org.apache.parquet.format.Type;
import sleeper.core.error.ErrorCode;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.Conversion;
import sleeper.sort.schema.Storage;

/** Appends a page's values to a vector of the table's form, converting them where the file stores them otherwise. */
final class ValueConverter {
    private final ColumnMapping mapping;
    private final Storage storage;
    private final Type fileType;
    private final int exactLength;
    private IntVector ints;
    private LongVector longs;
    private BytesVector bytes;

    ValueConverter(ColumnMapping mapping) {
        this.mapping = mapping;
        this.storage = mapping.column().type().storage();
        this.fileType = mapping.source().type();
        this.exactLength = fileType == Type.FIXED_LEN_BYTE_ARRAY
                ? mapping.source().element().getType_length()
                : 0;
    }

    /** @return a vector for the values that {@link #decode} gives */
    Vector newVector() {
        return storage.newVector();
    }

    /** Where a value comes from. */
    interface RowOfValue {
        /** @return the row of the row group, of the value with an index among those that one call decodes */
        long of(int index);
    }

    /** @throws BadInputException {@code VALUE_OUT_OF_RANGE} with the row, of a value that the table's type cannot hold */
    void decode(ValueDecoder values, int count, Vector into, RowOfValue rows) {
        switch (mapping.conversion()) {
            case NONE -> decodeAsStored(values, count, into);
            case INT_TO_LONG -> {
                int[] from = readInts(values, count);
                long[] to = room(into, count);
                for (int i = 0, at = into.size() - count; i < count; i++) {
                    to[at + i] = from[i];
                }
            }
            case UNSIGNED_INT_TO_LONG -> {
                int[] from = readInts(values, count);
                long[] to = room(into, count);
                for (int i = 0, at = into.size() - count; i < count; i++) {
                    to[at + i] = Integer.toUnsignedLong(from[i]);
                }
            }
            case UNSIGNED_LONG_TO_LONG -> unsignedLongs(values, count, into, rows);
            case FLOAT_TO_DOUBLE -> {
                int[] from = readInts(values, count);
                long[] to = room(into, count);
                for (int i = 0, at = into.size() - count; i < count; i++) {
                    to[at + i] = Double.doubleToRawLongBits(Float.intBitsToFloat(from[i]));
                }
            }
            case HALF_TO_FLOAT, HALF_TO_DOUBLE -> halfFloats(values, count, into);
            case DECIMAL, UNSIGNED_LONG_TO_DECIMAL -> decimals(values, count, into, rows);
            case INT96_TO_TIMESTAMP -> timestamps(values, count, (LongVector) into, rows);
            case NO_VALUES -> {
                if (count > 0) {
                    throw BadInputException.corrupt("a value in a column without a type", "nulls");
                }
            }
        }
    }

    private static long[] room(Vector into, int count) {
        LongVector to = (LongVector) into;
        to.grow(count);
        return to.values();
    }

    private void unsignedLongs(ValueDecoder values, int count, Vector into, RowOfValue rows) {
        long[] to = room(into, count);
        int start = into.size() - count;
        values.longs(to, start, count);
        for (int i = 0; i < count; i++) {
            if (to[start + i] < 0) {
                throw outOfRange(
                        "the unsigned number " + Long.toUnsignedString(to[start + i]),
                        "0 to " + Long.MAX_VALUE,
                        rows.of(i));
            }
        }
    }

    private void halfFloats(ValueDecoder values, int count, Vector into) {
        BytesVector from = readBytes(values, count);
        byte[] data = from.data();
        for (int i = 0; i < count; i++) {
            int at = from.start(i);
            float value = HalfFloat.toFloat((data[at] & 0xFF) | (data[at + 1] & 0xFF) << 8);
            if (into instanceof IntVector floats) {
                floats.append(Float.floatToRawIntBits(value));
            } else {
                ((LongVector) into).append(Double.doubleToRawLongBits(value));
            }
        }
    }

    private static BadInputException outOfRange(String found, String allowed, long row) {
        return new BadInputException(
                ErrorCode.VALUE_OUT_OF_RANGE,
                found + " (row " + row + " of the row group, counted from 0)",
                allowed,
                row);
    }

    private void decodeAsStored(ValueDecoder values, int count, Vector into) {
        int start = into.size();
        if (into instanceof IntVector to) {
            to.grow(count);
            values.ints(to.values(), start, count);
        } else if (into instanceof LongVector to) {
            to.grow(count);
            values.longs(to.values(), start, count);
        } else {
            BytesVector to = (BytesVector) into;
            values.bytes(to, count);
            checkLengths(to, start);
        }
    }

    private void checkLengths(BytesVector vector, int from) {
        if (exactLength > 0) {
            for (int i = from; i < vector.size(); i++) {
                if (vector.length(i) != exactLength) {
                    throw BadInputException.corrupt(
                            "a value of " + vector.length(i) + " bytes", exactLength + " bytes");
                }
            }
        }
    }

    private int[] readInts(ValueDecoder values, int count) {
        if (ints == null) {
            ints = new IntVector();
        }
        ints.clear();
        ints.grow(count);
        values.ints(ints.values(), 0, count);
        return ints.values();
    }

    private BytesVector readBytes(ValueDecoder values, int count) {
        if (bytes == null) {
            bytes = new BytesVector();
        }
        bytes.clear();
        values.bytes(bytes, count);
        checkLengths(bytes, 0);
        return bytes;
    }

    private void decimals(ValueDecoder values, int count, Vector into, RowOfValue rows) {
        Decimals decimals = new Decimals(
                (DecimalType) mapping.type(), mapping.column().type().typeLength());
        int done = 0;
        try {
            switch (fileType) {
                case INT32 -> {
                    int[] from = readInts(values, count);
                    for (; done < count; done++) {
                        decimals.append(from[done], into);
                    }
                }
                case INT64 -> {
                    LongVector from = readLongs(values, count);
                    boolean unsigned = mapping.conversion() == Conversion.UNSIGNED_LONG_TO_DECIMAL;
                    for (; done < count; done++) {
                        if (unsigned) {
                            decimals.appendUnsigned(from.get(done), into);
                        } else {
                            decimals.append(from.get(done), into);
                        }
                    }
                }
                default -> {
                    BytesVector from = readBytes(values, count);
                    for (; done < count; done++) {
                        decimals.append(from.data(), from.start(done), from.length(done), into);
                    }
                }
            }
        } catch (BadInputException e) {
            throw e.code() == ErrorCode.VALUE_OUT_OF_RANGE ? outOfRange(e.found(), e.allowed(), rows.of(done)) : e;
        }
    }

    private LongVector readLongs(ValueDecoder values, int count) {
        if (longs == null) {
            longs = new LongVector();
        }
        longs.clear();
        longs.grow(count);
        values.longs(longs.values(), 0, count);
        return longs;
    }

    private void timestamps(ValueDecoder values, int count, LongVector into, RowOfValue rows) {
        BytesVector from = readBytes(values, count);
        TimestampType.Unit unit = ((TimestampType) mapping.type()).unit();
        for (int i = 0; i < count; i++) {
            try {
                into.append(Int96.toTimestamp(from.data(), from.start(i), unit));
            } catch (ArithmeticException e) {
                throw outOfRange(
                        "the timestamp " + Int96.describe(from.data(), from.start(i)), Int96.held(unit), rows.of(i));
            }
        }
    }
}
