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

    @ParameterizedTest
    @ValueSource(
            strings = {
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
