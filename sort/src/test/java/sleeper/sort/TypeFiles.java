package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.check.InputCheck;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.GroupFiles.Options;
import sleeper.sort.reference.GroupFiles.RowFiller;
import sleeper.sort.reference.LoadedTable;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;
import sleeper.statestore.file.LocalFileStore;

/** Files of columns {@code id} and {@code v}, which are made, checked, read for a schema, and loaded. */
abstract class TypeFiles {
    @TempDir
    Path root;

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static Schema table(Field... values) {
        return new Schema(List.of(Field.required("id", PrimitiveType.INT)), List.of(), Arrays.asList(values));
    }

    static RowFiller row(int id, RowFiller value) {
        return row -> {
            row.add("id", id);
            value.fill(row);
        };
    }

    final void write(String columns, Options options, RowFiller... rows) throws IOException {
        GroupFiles.writeGroups(
                root.resolve("in/f.parquet"), "message m { " + columns + " }", options, Arrays.asList(rows));
    }

    final FileStore store() {
        return new LocalFileStore(root);
    }

    final FileInfo info(String name) throws IOException {
        return store().find(new FilePath("in", name)).orElseThrow();
    }

    final Schema inferred(List<String> rowKeys, String... names) throws IOException {
        List<NamedSchema> files = new ArrayList<>();
        for (String name : names) {
            files.add(new NamedSchema(
                    name, InputCheck.readFooter(store(), info(name)).root()));
        }
        return SchemaOfParquet.infer(files, rowKeys, List.of());
    }

    final List<Object> loaded(Schema schema) throws IOException {
        List<Object> values = new ArrayList<>();
        LoadedTable.rows(root, schema, "f.parquet").forEach(row -> values.add(row.get("v")));
        return values;
    }

    final ColumnDifference difference(Schema schema) throws IOException {
        return InputCheck.check(store(), info("f.parquet"), schema).columns().get(1);
    }

    final Fault refusal(Schema schema) {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> LoadedTable.rows(root, schema, "f.parquet"));
        assertThat(refused.faults()).hasSize(1);
        return refused.faults().get(0);
    }

    static Fault outOfRange(int rowGroup, long row, String found, String allowed) {
        FaultLocation place = FaultLocation.ofFile("in/f.parquet")
                .inRowGroup(rowGroup)
                .inColumn("v")
                .atRow(row);
        return Fault.of(
                        ErrorCode.VALUE_OUT_OF_RANGE,
                        "in/f.parquet, row group " + rowGroup + ", column 'v'",
                        found + " (row " + row + " of the row group, counted from 0)",
                        allowed)
                .at(place);
    }
}
