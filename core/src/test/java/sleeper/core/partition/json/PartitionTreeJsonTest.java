package sleeper.core.partition.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.CorruptDataException;
import sleeper.core.json.GoldenFile;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;

class PartitionTreeJsonTest {
    private static final PartitionTree GRID = PartitionTree.ofGrid(List.of(
            List.of(new KeyValue.OfString("g"), new KeyValue.OfString("p")),
            List.of(),
            List.of(new KeyValue.OfBytes(new byte[] {1, -1}))));

    @Test
    void shouldWriteATreeAsTheGoldenFileHasIt() {
        assertThat(PartitionTreeJson.toJson(GRID).toPrettyString()).isEqualTo(GoldenFile.read("partition-tree.json"));
    }

    @Test
    void shouldReadBackTreesOfSeveralFieldsAndOfNone() {
        assertThat(PartitionTreeJson.read(PartitionTreeJson.write(GRID))).isEqualTo(GRID);
        assertThat(PartitionTreeJson.read(PartitionTreeJson.write(PartitionTree.single(2))))
                .isEqualTo(PartitionTree.single(2));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldReadBackRandomGrids(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> longs = new TreeSet<>();
        random.longs(200).forEach(longs::add);
        TreeSet<Integer> ints = new TreeSet<>();
        random.ints(7).forEach(ints::add);
        PartitionTree tree = PartitionTree.ofGrid(List.of(
                longs.stream().<KeyValue>map(KeyValue.OfLong::new).toList(),
                ints.stream().<KeyValue>map(KeyValue.OfInt::new).toList()));

        assertThat(PartitionTreeJson.read(PartitionTreeJson.write(tree))).isEqualTo(tree);
    }

    @Test
    void shouldReadATreeThatTheVersionBeforeNestedAsDeepAsItCould() {
        // Given the last leaf cut 199 times, as that version wrote it
        StringBuilder text = new StringBuilder("{\"types\":[\"int\"],\"root\":");
        for (int cut = 0; cut < 199; cut++) {
            text.append("{\"field\":0,\"at\":").append(cut).append(",\"lower\":\"leaf\",\"upper\":");
        }
        text.append("\"leaf\"").append("}".repeat(200));
        // When
        PartitionTree tree = PartitionTreeJson.read(text.toString());
        // Then
        assertThat(tree.leaves()).hasSize(200);
        assertThat(tree.leaves().get(199).id().value()).isEqualTo("p" + "1".repeat(199));
        assertThat(PartitionTreeJson.write(tree)).isEqualTo(text.toString());
    }

    @Test
    void shouldListTheNodesOfATreeThatIsTooDeepToBeNested() {
        // Given the first leaf cut 300 times, the last of them in another field
        PartitionTree tree = PartitionTree.single(2);
        for (int cut = 300; cut > 1; cut--) {
            tree = tree.split(tree.leaves().get(0).id(), 0, new KeyValue.OfInt(cut));
        }
        tree = tree.split(tree.leaves().get(0).id(), 1, new KeyValue.OfString("m"));
        // When
        String text = PartitionTreeJson.write(tree);
        // Then
        assertThat(text)
                .startsWith(
                        "{\"types\":[\"int\",\"string\"],\"nodes\":[{\"field\":0,\"at\":300},{\"field\":0,\"at\":299},")
                .endsWith("{\"field\":0,\"at\":2},{\"field\":1,\"at\":\"m\"},\"leaf\",\"leaf\",\"leaf\""
                        + ",\"leaf\"".repeat(298) + "]}");
        assertThat(PartitionTreeJson.read(text)).isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"types\":[\"int\"],\"nodes\":[]}",
                "{\"types\":[\"int\"],\"nodes\":[\"leaf\",\"leaf\"]}",
                "{\"types\":[\"int\"],\"nodes\":[{\"field\":0,\"at\":1},\"leaf\"]}",
                "{\"types\":[\"int\"],\"nodes\":[{\"field\":1,\"at\":1},\"leaf\",\"leaf\"]}",
                "{\"types\":[\"int\"],\"nodes\":[\"loaf\"]}",
                "",
                "{}",
                "{\"types\":[\"string\"],\"root\":\"loaf\"}",
                "{\"types\":[\"double\"],\"root\":\"leaf\"}",
                "{\"types\":[null],\"root\":{\"field\":0,\"at\":1,\"lower\":\"leaf\",\"upper\":\"leaf\"}}",
                "{\"types\":[\"int\"],\"root\":{\"field\":1,\"at\":1,\"lower\":\"leaf\",\"upper\":\"leaf\"}}",
                "{\"types\":[\"int\"],\"root\":{\"field\":0,\"at\":1,\"lower\":\"leaf\"}}",
                "{\"types\":[\"int\"],\"root\":{\"field\":0,\"at\":1,\"lower\":{\"field\":0,\"at\":2,\"lower\":\"leaf\",\"upper\":\"leaf\"},\"upper\":\"leaf\"}}"
            })
    void shouldCallCorruptWhatIsNoTree(String text) {
        assertThatThrownBy(() -> PartitionTreeJson.read(text))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("DATA_CORRUPT");
    }
}
