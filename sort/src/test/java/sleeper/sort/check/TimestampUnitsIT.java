package sleeper.sort.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.core.schema.TimestampType.Unit;
import sleeper.sort.format.Footer;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.GroupFiles.Options;
import sleeper.sort.reference.GroupFiles.RowFiller;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;
import sleeper.statestore.file.LocalFileStore;

class TimestampUnitsIT {
    private static final FieldType MICROS = new TimestampType(Unit.MICROS, true);
    private static final FieldType NANOS = new TimestampType(Unit.NANOS, true);

    @TempDir
    Path root;

    private static Binary timestamp(long nanosOfDay) {
        return Binary.fromConstantByteArray(ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nanosOfDay)
                .putInt(2_440_588)
                .array());
    }

    private void write(String name, String columns, List<RowFiller> rows) throws IOException {
        GroupFiles.writeGroups(
                root.resolve("in/" + name),
                "message m { required int32 id; " + columns + " }",
                new Options(Options.PLAIN.codec(), Options.PLAIN.version(), false, false, 512, 2_000, false),
                rows);
    }

    private Schema read(String... names) throws IOException {
        FileStore store = new LocalFileStore(root);
        List<FileInfo> files = new ArrayList<>();
        List<Footer> footers = new ArrayList<>();
        List<NamedSchema> schemas = new ArrayList<>();
        for (String name : names) {
            FileInfo file = store.find(new FilePath("in", name)).orElseThrow();
            Footer footer = InputCheck.readFooter(store, file);
            files.add(file);
            footers.add(footer);
            schemas.add(new NamedSchema(name, footer.root()));
        }
        return TimestampUnits.refined(store, files, footers, SchemaOfParquet.infer(schemas, List.of("id"), List.of()));
    }

    private static Schema table(Field... values) {
        return new Schema(List.of(Field.required("id", PrimitiveType.INT)), List.of(), List.of(values));
    }

    private static RowFiller row(int id, RowFiller values) {
        return row -> {
            row.add("id", id);
            values.fill(row);
        };
    }

    @Test
    void shouldOfferNanosecondsWhereOneValueOfOneFileNeedsThem() throws IOException {
        // Given two columns, one with a value of single nanoseconds near the end of the second file
        List<RowFiller> plain = new ArrayList<>();
        List<RowFiller> fine = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long nanos = i == 490 ? 1_001 : 1_000;
            plain.add(row(i, row -> row.append("a", timestamp(1_000)).append("b", timestamp(1_000))));
            fine.add(row(i, row -> row.append("a", timestamp(1_000)).append("b", timestamp(nanos))));
        }
        write("plain.parquet", "required int96 a; optional int96 b;", plain);
        write("fine.parquet", "required int96 a; optional int96 b;", fine);
        // When / Then
        assertThat(read("plain.parquet")).isEqualTo(table(Field.required("a", MICROS), Field.nullable("b", MICROS)));
        assertThat(read("plain.parquet", "fine.parquet"))
                .isEqualTo(table(Field.required("a", MICROS), Field.nullable("b", NANOS)));
    }

    @Test
    void shouldOfferNanosecondsInsideListsAndStructs() throws IOException {
        // Given
        write(
                "f.parquet",
                "repeated int96 a; required group s { required int96 b; optional int96 c; } required int96 d;",
                List.of(row(1, row -> {
                    row.append("a", timestamp(1_000)).append("a", timestamp(1)).append("d", timestamp(0));
                    Group struct = row.addGroup("s");
                    struct.append("b", timestamp(1_000)).append("c", timestamp(1));
                })));
        // When / Then
        assertThat(read("f.parquet"))
                .isEqualTo(table(
                        Field.required("a", new ListType(NANOS, false)),
                        Field.required(
                                "s", new StructType(List.of(Field.required("b", MICROS), Field.nullable("c", NANOS)))),
                        Field.required("d", MICROS)));
    }

    @Test
    void shouldKeepTheUnitThatAnotherFileSays() throws IOException {
        // Given a file with microseconds by its schema, and one of 96 bits
        write("said.parquet", "required int64 a (TIMESTAMP(MICROS,true));", List.of(row(1, row -> row.add("a", 5L))));
        write("fine.parquet", "required int96 a;", List.of(row(1, row -> row.add("a", timestamp(1)))));
        // When / Then
        assertThat(read("said.parquet", "fine.parquet")).isEqualTo(table(Field.required("a", MICROS)));
    }
}
