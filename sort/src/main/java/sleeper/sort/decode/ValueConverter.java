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

    void decode(ValueDecoder values, int count, Vector into) {
        switch (mapping.conversion()) {
            case NONE -> decodeAsStored(values, count, into);
            case INT_TO_LONG -> {
                int[] from = readInts(values, count);
                LongVector to = (LongVector) into;
                int start = to.size();
                to.grow(count);
                for (int i = 0; i < count; i++) {
                    to.values()[start + i] = from[i];
                }
            }
            case FLOAT_TO_DOUBLE -> {
                int[] from = readInts(values, count);
                LongVector to = (LongVector) into;
                int start = to.size();
                to.grow(count);
                for (int i = 0; i < count; i++) {
                    to.values()[start + i] = Double.doubleToRawLongBits(Float.intBitsToFloat(from[i]));
                }
            }
            case DECIMAL -> decimals(values, count, into);
            case INT96_TO_TIMESTAMP -> timestamps(values, count, (LongVector) into);
        }
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

    private void decimals(ValueDecoder values, int count, Vector into) {
        Decimals decimals = new Decimals(
                (DecimalType) mapping.type(), mapping.column().type().typeLength());
        switch (fileType) {
            case INT32 -> {
                int[] from = readInts(values, count);
                for (int i = 0; i < count; i++) {
                    decimals.append(from[i], into);
                }
            }
            case INT64 -> {
                if (longs == null) {
                    longs = new LongVector();
                }
                longs.clear();
                longs.grow(count);
                values.longs(longs.values(), 0, count);
                for (int i = 0; i < count; i++) {
                    decimals.append(longs.get(i), into);
                }
            }
            default -> {
                BytesVector from = readBytes(values, count);
                for (int i = 0; i < count; i++) {
                    decimals.append(from.data(), from.start(i), from.length(i), into);
                }
            }
        }
    }

    private void timestamps(ValueDecoder values, int count, LongVector into) {
        BytesVector from = readBytes(values, count);
        TimestampType.Unit unit = ((TimestampType) mapping.type()).unit();
        for (int i = 0; i < count; i++) {
            try {
                into.append(Int96.toTimestamp(from.data(), from.start(i), unit));
            } catch (ArithmeticException e) {
                throw new BadInputException(
                        ErrorCode.VALUE_OUT_OF_RANGE,
                        "a timestamp of 96 bits that " + mapping.type().describe() + " cannot hold",
                        "timestamps of the column's unit");
            }
        }
    }
}
