package sleeper.core.partition.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;

class SplitPointsFileTest {
    @Test
    void shouldMakeALeafBetweenCutsOfOneKey() {
        Schema schema = new Schema(List.of(Field.required("k", PrimitiveType.STRING)), List.of(), List.of());

        assertThat(SplitPointsFile.read("\"g\"\n\"p\"\n", schema))
                .isEqualTo(
                        PartitionTree.ofGrid(List.of(List.of(new KeyValue.OfString("g"), new KeyValue.OfString("p")))));
    }

    @Test
    void shouldMakeTheCellsOfAGridFromSeveralKeys() {
        Schema schema = new Schema(
                List.of(Field.required("a", PrimitiveType.LONG), Field.required("b", PrimitiveType.BYTEARRAY)),
                List.of(),
                List.of());

        PartitionTree tree = SplitPointsFile.read("[10,\"AQ==\"]\r\n[20,null]\r\n\r\n[null,\"Ag==\"]", schema);

        assertThat(tree)
                .isEqualTo(PartitionTree.ofGrid(List.of(
                        List.of(new KeyValue.OfLong(10), new KeyValue.OfLong(20)),
                        List.of(new KeyValue.OfBytes(new byte[] {1}), new KeyValue.OfBytes(new byte[] {2})))));
        assertThat(tree.leaves()).hasSize(9);
    }

    @Test
    void shouldRefuseAGridOfMoreLeavesThanATableHas() {
        Schema schema = new Schema(
                Stream.of("a", "b", "c", "d")
                        .map(name -> Field.required(name, PrimitiveType.INT))
                        .toList(),
                List.of(),
                List.of());
        String lines = IntStream.range(0, 70_000)
                .mapToObj(i -> "[" + i + "," + i + "," + i + "," + i + "]\n")
                .collect(Collectors.joining());

        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> SplitPointsFile.read(lines, schema));

        assertThat(refused.faults())
                .containsExactly(Fault.of(
                        ErrorCode.LIMIT_EXCEEDED,
                        "the split points",
                        "70001 times 70001 times 70001 times 70001 leaves",
                        "at most 100000"));
    }

    @Test
    void shouldMakeOneLeafFromAnEmptyFile() {
        assertThat(SplitPointsFile.readCuts("", List.of(PrimitiveType.INT))).isEqualTo(List.of(List.of()));
    }

    @Test
    void shouldReadBackWhatItWrote() {
        List<List<KeyValue>> one = List.of(List.of(new KeyValue.OfInt(-1), new KeyValue.OfInt(5)));
        List<List<KeyValue>> two = List.of(List.of(new KeyValue.OfInt(-1), new KeyValue.OfInt(5)), List.of());

        assertThat(SplitPointsFile.write(one)).isEqualTo("-1\n5\n");
        assertThat(SplitPointsFile.readCuts(SplitPointsFile.write(one), List.of(PrimitiveType.INT)))
                .isEqualTo(one);
        assertThat(SplitPointsFile.write(two)).isEqualTo("[-1,null]\n[5,null]\n");
        assertThat(SplitPointsFile.readCuts(
                        SplitPointsFile.write(two), List.of(PrimitiveType.INT, PrimitiveType.STRING)))
                .isEqualTo(two);
    }

    @Test
    void shouldTellEveryFaultWithItsLine() {
        assertThat(faultsOf("1\n3\n3\n2\n\"4\"\n4.0\n2147483648\nnull\n[5]\n6 7\nx\n8\n", PrimitiveType.INT))
                .containsExactly(
                        "line 3, column 1: the number 3, not more than the cut before it, '3'",
                        "line 4, column 1: the number 2, not more than the cut before it, '3'",
                        "line 5, column 1: '4', not a whole number of 32 bits",
                        "line 6, column 1: the number 4.0, not a whole number of 32 bits",
                        "line 7, column 1: the number 2147483648, not a whole number of 32 bits",
                        "line 8, column 1: null, not a whole number of 32 bits",
                        "line 9, column 1: an array, not a whole number of 32 bits",
                        "line 10, column 3: more behind the document's end, not nothing",
                        "line 11, column 1: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object"
                                + " or token 'null', 'true' or 'false'), not ");
    }

    @Test
    void shouldWantOneEntryForEachKey() {
        assertThat(faultsOf("[1]\n2\n[1,2,3]", PrimitiveType.INT, PrimitiveType.LONG))
                .containsExactly(
                        "line 1: an array, not an array with 2 entries, one for each row key",
                        "line 2: the number 2, not an array with 2 entries, one for each row key",
                        "line 3: an array, not an array with 2 entries, one for each row key");
    }

    @Test
    void shouldRefuseStringsThatHaveNoUtf8AndBytesThatAreNotBase64() {
        assertThat(faultsOf("\"\\ud800\"", PrimitiveType.STRING)).hasSize(1);
        assertThat(faultsOf("\"*\"", PrimitiveType.BYTEARRAY))
                .containsExactly("line 1, column 1: '*', not a string of base64");
    }

    @Test
    void shouldOrderStringsByTheirUtf8Bytes() {
        assertThat(faultsOf("\"\\ud83d\\ude00\"\n\"\\uff5e\"", PrimitiveType.STRING))
                .hasSize(1);
    }

    private static List<String> faultsOf(String text, PrimitiveType... types) {
        InvalidRequestException thrown = catchThrowableOfType(
                InvalidRequestException.class, () -> SplitPointsFile.readCuts(text, List.of(types)));
        assertThat(thrown.faults()).allMatch(fault -> fault.code() == ErrorCode.BAD_SPLIT_POINTS);
        return thrown.faults().stream()
                .map(fault -> fault.where() + ": " + fault.found() + ", not " + fault.allowed())
                .toList();
    }
}
