package sleeper.sort.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.format.ParquetNode;

class SchemaOfParquetTest {
    private static final ParquetNode ID = column("id", 0, new IntType((byte) 64, true));
    private static final ParquetNode PLACE = new ParquetNode(
            new SchemaElement("place")
                    .setType(Type.BYTE_ARRAY)
                    .setRepetition_type(FieldRepetitionType.REQUIRED)
                    .setLogicalType(LogicalType.GEOMETRY(new GeometryType())),
            List.of(),
            1,
            0,
            0);

    private static ParquetNode column(String name, int index, IntType type) {
        SchemaElement element = new SchemaElement(name)
                .setType(Type.INT64)
                .setRepetition_type(FieldRepetitionType.REQUIRED)
                .setLogicalType(LogicalType.INTEGER(type));
        return new ParquetNode(element, List.of(), index, 0, 0);
    }

    private static Schema infer(List<ParquetNode> columns, String rowKey, String sortKey) {
        ParquetNode root = new ParquetNode(new SchemaElement("root"), columns, -1, 0, 0);
        return SchemaOfParquet.infer(
                List.of(new SchemaOfParquet.NamedSchema("f.parquet", root)), List.of(rowKey), List.of(sortKey));
    }

    @Test
    void shouldMakeKeysOfTheColumnsNamed() {
        assertThat(infer(List.of(ID, column("n", 1, new IntType((byte) 64, true))), "n", "id"))
                .isEqualTo(new Schema(
                        List.of(Field.required("n", PrimitiveType.LONG)),
                        List.of(Field.required("id", PrimitiveType.LONG)),
                        List.of()));
    }

    @Test
    void shouldTellAKeyOfATypeThatNoTableHasFromOneThatIsNotThere() {
        // When a key is a geometry, and another is misspelt
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> infer(List.of(ID, PLACE), "place", "Id"));
        // Then each is told once
        assertThat(refused.faults())
                .extracting(Fault::where, Fault::found)
                .containsExactly(
                        Tuple.tuple("f.parquet, column 'place'", "required BYTE_ARRAY GEOMETRY"),
                        Tuple.tuple("key column 'Id'", "no such column"));
    }

    @Test
    void shouldSayThatAColumnOfAForeignTypeCanBeLeftOut() {
        assertThat(actions(List.of(ID, PLACE), "id", "id"))
                .startsWith("Leave the column out (demo: --exclude; jobs of a table that lacks it:"
                        + " sleeper.table.ingest.extra.columns=ignore), or write it as one of these types.");
    }

    @Test
    void shouldAskForAnotherKeyWhereAKeyIsOfAForeignType() {
        assertThat(actions(List.of(ID, PLACE), "place", "id")).containsExactly("Choose another key column.");
    }

    @Test
    void shouldAskForAnotherNameWhereTheNameIsWhatIsWrong() {
        assertThat(actions(List.of(ID, ID, column("", 2, new IntType((byte) 64, true))), "id", "id"))
                .startsWith(
                        "Write the file again with a name of its own for each column.",
                        "Write the file again with a name of its own for each column.");
    }

    @Test
    void shouldWriteNamesWithCommasAsACommandLineTakesThem() {
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class,
                () -> infer(List.of(ID, column("a,\"b\"", 1, new IntType((byte) 64, true))), "a", "id"));
        assertThat(refused.faults())
                .extracting(Fault::allowed, Fault::action)
                .containsExactly(Tuple.tuple(
                        "id, \"a,\"\"b\"\"\"",
                        "Choose key columns of the files; a name with a comma stands in double quotes."));
    }

    private static List<String> actions(List<ParquetNode> columns, String rowKey, String sortKey) {
        return catchThrowableOfType(InvalidRequestException.class, () -> infer(columns, rowKey, sortKey))
                .faults()
                .stream()
                .map(Fault::action)
                .toList();
    }
}
