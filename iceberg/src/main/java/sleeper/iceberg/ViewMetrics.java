package sleeper.iceberg;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Metrics;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.DataFile;
import sleeper.core.table.ValueBounds;

/**
 * What is known of a file's columns, as Iceberg's manifests have it: <a
 * href="https://iceberg.apache.org/spec/#appendix-d-single-value-serialization">Single-value serialization</a>. Bounds that readers
 * could not decode are left out: of text that is not UTF-8, pyiceberg fails for all of the table.
 */
final class ViewMetrics {
    private static final long MICROS_OF_MILLI = 1000;

    /** The view's columns that are no lists or maps nor in one, by id. */
    private final Map<Integer, FieldType> leaves = new HashMap<>();

    /** The ids of all that the view has. */
    private final Set<Integer> known = new HashSet<>();

    ViewMetrics(ViewSchema schema) {
        Iterator<Integer> ids = schema.table().ids().depthFirst().iterator();
        for (Field field : schema.table().allFields()) {
            collect(field.type(), ids, !schema.leftOut().contains(field.name()), false);
        }
    }

    private void collect(FieldType type, Iterator<Integer> ids, boolean isThere, boolean isRepeated) {
        int id = ids.next();
        if (isThere) {
            known.add(id);
        }
        if (type.parts().isEmpty()) {
            if (isThere && !isRepeated) {
                leaves.put(id, type);
            }
            return;
        }
        for (FieldType part : type.parts()) {
            collect(part, ids, isThere, isRepeated || !(type instanceof StructType));
        }
    }

    /** @param columns of the file; may be empty, where nobody knows them */
    Metrics of(DataFile file, List<ColumnMetrics> columns) {
        Map<Integer, Long> sizes = new HashMap<>();
        Map<Integer, Long> values = new HashMap<>();
        Map<Integer, Long> nulls = new HashMap<>();
        Map<Integer, ByteBuffer> lower = new HashMap<>();
        Map<Integer, ByteBuffer> upper = new HashMap<>();
        for (ColumnMetrics column : columns) {
            int id = column.fieldId();
            if (!known.contains(id)) {
                continue;
            }
            sizes.put(id, column.sizeBytes());
            values.put(id, column.values());
            FieldType type = leaves.get(id);
            if (type == null) {
                continue;
            }
            nulls.put(id, column.nulls());
            if (column.bounds().filter(bounds -> isReadable(type, bounds)).isPresent()) {
                ValueBounds bounds = column.bounds().get();
                lower.put(id, value(type, bounds.lower()));
                upper.put(id, value(type, bounds.upper()));
            }
        }
        return new Metrics(file.rowCount(), sizes, values, nulls, Map.of(), lower, upper);
    }

    private static boolean isReadable(FieldType type, ValueBounds bounds) {
        if (type == PrimitiveType.STRING) {
            return isUtf8(bounds.lower()) && isUtf8(bounds.upper());
        }
        return !isOfMillis(type) || (fitsMicros(bounds.lower()) && fitsMicros(bounds.upper()));
    }

    private static boolean isUtf8(byte[] bytes) {
        if (isAscii(bytes)) {
            return true;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        return all >= 0;
    }

    private static boolean isOfMillis(FieldType type) {
        return type instanceof TimestampType timestamp && timestamp.unit() == TimestampType.Unit.MILLIS;
    }

    private static boolean fitsMicros(byte[] millis) {
        return Math.abs(littleEndian(millis) / 2) <= Long.MAX_VALUE / MICROS_OF_MILLI / 2;
    }

    /** Both forms are little-endian; decimals are big-endian there, and of as few bytes as hold them. */
    private static ByteBuffer value(FieldType type, byte[] plain) {
        if (isOfMillis(type)) {
            long micros = littleEndian(plain) * MICROS_OF_MILLI;
            return ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0, micros);
        }
        if (type instanceof DecimalType) {
            boolean fitsLong = plain.length <= Long.BYTES;
            BigInteger unscaled = fitsLong ? BigInteger.valueOf(littleEndian(plain)) : new BigInteger(plain);
            return ByteBuffer.wrap(unscaled.toByteArray());
        }
        return ByteBuffer.wrap(plain);
    }

    private static long littleEndian(byte[] bytes) {
        return bytes.length == Integer.BYTES
                ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()
                : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
