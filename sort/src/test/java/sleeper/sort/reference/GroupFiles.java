package sleeper.sort.reference;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;

/** Writes rows with the Parquet project's own writer, row object by row object. */
public final class GroupFiles {
    private static final CompressionCodecName[] CODECS = {
        CompressionCodecName.UNCOMPRESSED,
        CompressionCodecName.ZSTD,
        CompressionCodecName.SNAPPY,
        CompressionCodecName.GZIP,
        CompressionCodecName.LZ4_RAW,
        CompressionCodecName.LZ4
    };

    private GroupFiles() {}

    /** How a file is written. */
    public record Options(
            CompressionCodecName codec,
            WriterVersion version,
            boolean dictionary,
            boolean byteStreamSplit,
            int pageBytes,
            long rowGroupBytes,
            boolean checksums) {
        /** Small pages, a dictionary, and nothing compressed. */
        public static final Options PLAIN = new Options(
                CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, true, false, 4096, 1 << 20, false);
    }

    /** @return one of the codecs that the kernel reads */
    public static CompressionCodecName anyCodec(Random random) {
        return CODECS[random.nextInt(CODECS.length)];
    }

    public static void write(
            Path path, Schema schema, MessageType type, List<Map<String, Object>> rows, Options options)
            throws IOException {
        writeFields(path, schema.allFields(), type, rows, options);
    }

    /** As above, of fields that are no table's. */
    public static void writeFields(
            Path path, List<Field> fields, MessageType type, List<Map<String, Object>> rows, Options options)
            throws IOException {
        try (ParquetWriter<Group> writer = writer(path, type, options)) {
            for (Map<String, Object> row : rows) {
                Group group = new SimpleGroup(type);
                for (Field field : fields) {
                    put(group, field.name(), field.type(), row.get(field.name()), type.getType(field.name()));
                }
                writer.write(group);
            }
        }
    }

    /** Puts a row's values into an empty group of the file's type. */
    public interface RowFiller {
        void fill(Group row);
    }

    /** Writes rows whose values are given as the file stores them. */
    public static void writeGroups(Path path, String message, Options options, List<RowFiller> rows)
            throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(message);
        Files.createDirectories(path.getParent());
        try (ParquetWriter<Group> writer = writer(path, type, options)) {
            for (RowFiller row : rows) {
                Group group = new SimpleGroup(type);
                row.fill(group);
                writer.write(group);
            }
        }
    }

    private static ParquetWriter<Group> writer(Path path, MessageType type, Options options) throws IOException {
        return ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new PlainCodecs())
                .withType(type)
                .withCompressionCodec(options.codec())
                .withWriterVersion(options.version())
                .withDictionaryEncoding(options.dictionary())
                .withByteStreamSplitEncoding(options.byteStreamSplit())
                .withPageSize(options.pageBytes())
                .withRowGroupSize(options.rowGroupBytes())
                .withPageWriteChecksumEnabled(options.checksums())
                .build();
    }

    private static void put(Group group, String name, FieldType type, Object value, Type stored) {
        if (value == null) {
            return;
        }
        if (type instanceof ListType list) {
            putList(group.addGroup(name), list, (List<?>) value, stored.asGroupType());
        } else if (type instanceof MapType map) {
            Group target = group.addGroup(name);
            GroupType entryType = stored.asGroupType().getType(0).asGroupType();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                Group added = target.addGroup(0);
                put(added, "key", map.key(), entry.getKey(), entryType.getType("key"));
                put(added, "value", map.value(), entry.getValue(), entryType.getType("value"));
            }
        } else if (type instanceof StructType struct) {
            Group target = group.addGroup(name);
            for (Field field : struct.fields()) {
                Object part = ((Map<?, ?>) value).get(field.name());
                put(
                        target,
                        field.name(),
                        field.type(),
                        part,
                        stored.asGroupType().getType(field.name()));
            }
        } else {
            putLeaf(group, name, type, value, stored);
        }
    }

    /** Three levels, or two where the repeated node is a leaf. */
    private static void putList(Group target, ListType list, List<?> elements, GroupType stored) {
        Type repeated = stored.getType(0);
        for (Object element : elements) {
            if (repeated.isPrimitive()) {
                putLeaf(target, repeated.getName(), list.element(), element, repeated);
            } else {
                Type inner = repeated.asGroupType().getType(0);
                put(target.addGroup(0), inner.getName(), list.element(), element, inner);
            }
        }
    }

    private static void putLeaf(Group group, String name, FieldType type, Object value, Type stored) {
        switch (stored.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> group.add(name, (int) number(type, value));
            case INT64 -> group.add(name, number(type, value));
            case FLOAT -> group.add(name, (Float) value);
            case DOUBLE -> group.add(name, (Double) value);
            case BOOLEAN -> group.add(name, (Boolean) value);
            default ->
                group.add(name, binary(type, value, stored.asPrimitiveType().getTypeLength()));
        }
    }

    private static long number(FieldType type, Object value) {
        if (type instanceof DecimalType) {
            return ((BigDecimal) value).unscaledValue().longValueExact();
        }
        if (type instanceof TimestampType timestamp) {
            Instant instant = value instanceof Instant utc ? utc : ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
            ChronoUnit unit = ChronoUnit.valueOf(timestamp.unit().name());
            return unit.between(Instant.EPOCH, instant);
        }
        return value instanceof LocalDate date ? date.toEpochDay() : ((Number) value).longValue();
    }

    private static Binary binary(FieldType type, Object value, int length) {
        if (type == PrimitiveType.STRING) {
            return Binary.fromString((String) value);
        }
        if (type instanceof DecimalType) {
            BigInteger unscaled = ((BigDecimal) value).unscaledValue();
            byte[] bytes = unscaled.toByteArray();
            if (length == 0) {
                return Binary.fromConstantByteArray(bytes);
            }
            byte[] fixed = new byte[length];
            Arrays.fill(fixed, (byte) (unscaled.signum() >> 31));
            System.arraycopy(bytes, 0, fixed, length - bytes.length, bytes.length);
            return Binary.fromConstantByteArray(fixed);
        }
        return Binary.fromConstantByteArray((byte[]) value);
    }
}
