package sleeper.sort.mutant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.StoredTypes;
import sleeper.testkit.data.RandomRows;

/** The files whose bits are flipped: between them both page versions, four codecs, dictionaries and none, lists, maps and structs. */
@SuppressWarnings("ImmutableEnumChecker") // Schemas are never changed.
enum MutantFile {
    DICTIONARIES(
            0,
            120,
            List.of(
                    Field.nullable("name", PrimitiveType.STRING),
                    Field.nullable("pieces", PrimitiveType.INT),
                    Field.required("price", new DecimalType(9, 2)),
                    Field.nullable("moment", new TimestampType(TimestampType.Unit.MILLIS, true)),
                    Field.nullable("paid", PrimitiveType.BOOLEAN)),
            new GroupFiles.Options(
                    CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, true, false, 1024, 1 << 20, true)),
    ROW_GROUPS(
            1,
            150,
            List.of(
                    Field.required("name", PrimitiveType.BYTEARRAY),
                    Field.nullable("day", PrimitiveType.DATE),
                    Field.nullable("ratio", PrimitiveType.FLOAT)),
            new GroupFiles.Options(
                    CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, false, false, 256, 2_000, true)),
    NESTED(
            2,
            80,
            List.of(
                    Field.nullable("tags", new ListType(PrimitiveType.STRING, true)),
                    Field.nullable("sizes", new MapType(PrimitiveType.STRING, PrimitiveType.LONG, true)),
                    Field.nullable(
                            "place",
                            new StructType(List.of(
                                    Field.nullable("city", PrimitiveType.STRING),
                                    Field.required("number", PrimitiveType.INT)))),
                    Field.required("steps", new ListType(new ListType(PrimitiveType.INT, false), false))),
            new GroupFiles.Options(
                    CompressionCodecName.ZSTD, WriterVersion.PARQUET_2_0, true, false, 1024, 1 << 20, true)),
    NUMBERS(
            3,
            150,
            List.of(
                    Field.required("ratio", PrimitiveType.DOUBLE),
                    Field.nullable("moment", new TimestampType(TimestampType.Unit.NANOS, false)),
                    Field.nullable("total", new DecimalType(25, 3)),
                    Field.nullable("count", PrimitiveType.LONG),
                    Field.nullable("text", PrimitiveType.STRING)),
            new GroupFiles.Options(
                    CompressionCodecName.GZIP, WriterVersion.PARQUET_2_0, false, true, 512, 1 << 20, true));

    private static final long SEED = 2026;

    private final int number;
    private final int rowCount;
    private final Schema schema;
    private final GroupFiles.Options options;

    MutantFile(int number, int rowCount, List<Field> values, GroupFiles.Options options) {
        this.number = number;
        this.rowCount = rowCount;
        this.schema = new Schema(
                List.of(Field.required("key", (FieldType) PrimitiveType.STRING)),
                List.of(Field.required("time", PrimitiveType.LONG)),
                values);
        this.options = options;
    }

    /** @return what its rows and its flipped bits are drawn by, another for each file */
    int number() {
        return number;
    }

    Schema schema() {
        return schema;
    }

    /** @return the rows that {@link #write} writes, always the same */
    List<Map<String, Object>> rows() {
        return new RandomRows(schema, SEED + number).rows(rowCount);
    }

    void write(Path path, boolean checksums) throws IOException {
        GroupFiles.write(
                path,
                schema,
                new StoredTypes(new Random(SEED + number)).of(schema),
                rows(),
                new GroupFiles.Options(
                        options.codec(),
                        options.version(),
                        options.dictionary(),
                        options.byteStreamSplit(),
                        options.pageBytes(),
                        options.rowGroupBytes(),
                        checksums));
    }
}
