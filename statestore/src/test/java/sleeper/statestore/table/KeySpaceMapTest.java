package sleeper.statestore.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Region;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.statestore.TestTable;
import sleeper.statestore.table.KeySpaceMap.Band;
import sleeper.statestore.table.KeySpaceMap.Leaf;
import sleeper.statestore.table.LeafTotals.Totals;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.util.PersistentMap;

class KeySpaceMapTest {
    private static TableState state(PartitionTree tree, DataFile... files) {
        return new TableState(
                1,
                TestTable.SHA,
                Optional.of(new LiveTable("i", TestTable.SCHEMA, tree)),
                PersistentMap.empty(),
                PersistentMap.<String, List<DataFile>>empty().put("job", List.of(files)),
                0);
    }

    private static DataFile file(String name, Region region, long rows) {
        return new DataFile("data/p/job/1/" + name + ".parquet", region, rows, 10 * rows, TestTable.SHA);
    }

    private static PartitionId id(int leaf) {
        return new PartitionId("p" + Integer.toBinaryString(leaf));
    }

    private static KeySpaceMap mapOf(long... rows) {
        List<Leaf> leaves = IntStream.range(0, rows.length)
                .mapToObj(i -> new Leaf(new Partition(id(i), Region.all(1)), new Totals(1, 0, rows[i], rows[i])))
                .toList();
        return new KeySpaceMap(List.of("key"), leaves);
    }

    @Test
    void shouldTellHowTheRowsLieOverTheLeaves() {
        // Given a file that was cut before the split, and one of the upper leaf alone
        PartitionTree tree = TestTable.ONE_LEAF.split(PartitionId.ROOT, 0, new KeyValue.OfString("m"));
        KeySpaceMap map =
                KeySpaceMap.of(state(tree, file("all", Region.all(1), 10), file("upper", TestTable.from("m"), 30)));
        // When / Then
        assertThat(map.fields()).containsExactly("key");
        assertThat(map.leaves())
                .extracting(Leaf::totals)
                .containsExactly(new Totals(1, 1, 10, 100), new Totals(2, 1, 40, 400));
        assertThat(map.rows()).isEqualTo(50);
        assertThat(map.meanRows()).isEqualTo(25);
        assertThat(map.most()).isEqualTo(map.leaves().get(1));
        assertThat(map.least()).isEqualTo(map.leaves().get(0));
        assertThat(map.mostToMean()).hasValue(1.6);
        assertThat(map.mostSharedFiles()).isEqualTo(1);
        assertThat(map.share(40)).isEqualTo(0.8);
        assertThat(KeySpaceMapJson.toJson(map))
                .hasToString("{\"fields\":[\"key\"],\"rows\":50,\"meanRows\":25.0,\"mostToMean\":1.6,\"most\":\""
                        + tree.leaves().get(1).id() + "\",\"least\":\""
                        + tree.leaves().get(0).id()
                        + "\",\"emptyLeaves\":0,\"leaves\":[{\"id\":\""
                        + tree.leaves().get(0).id()
                        + "\",\"region\":[{\"type\":\"string\",\"max\":\"m\"}],\"files\":1,\"sharedFiles\":1,\"rows\":10,"
                        + "\"bytes\":100,\"share\":0.2},{\"id\":\""
                        + tree.leaves().get(1).id()
                        + "\",\"region\":[{\"type\":\"string\",\"min\":\"m\"}],\"files\":2,\"sharedFiles\":1,\"rows\":40,"
                        + "\"bytes\":400,\"share\":0.8}]}");
    }

    @Test
    void shouldHaveNoRatioWithoutRows() {
        // When
        KeySpaceMap map = KeySpaceMap.of(state(TestTable.ONE_LEAF));
        // Then
        assertThat(map.mostToMean()).isEmpty();
        assertThat(map.share(0)).isZero();
        assertThat(map.emptyLeaves()).isEqualTo(1);
        assertThat(map.most()).isEqualTo(map.least());
        assertThat(KeySpaceMapJson.toJson(map).has("mostToMean")).isFalse();
    }

    @Test
    void shouldLeaveEachLeafAloneWhereThereIsRoom() {
        assertThat(mapOf(1, 2, 3, 4).bands(4)).allMatch(band -> band.single().isPresent());
        assertThat(mapOf(1).bands(4)).hasSize(1);
        assertThatThrownBy(() -> mapOf(1).bands(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLetTheHeaviestStandAloneBetweenGroups() {
        // When
        List<Band> bands = mapOf(1, 1, 1, 1, 90, 1, 1, 1, 1, 2).bands(5);
        // Then
        assertThat(bands).extracting(band -> band.leaves().size()).containsExactly(2, 2, 1, 2, 3);
        assertThat(bands.get(2).totals()).isEqualTo(new Totals(1, 0, 90, 90));
        assertThat(bands.get(4).mostRows()).isEqualTo(2);
        assertThat(bands.get(4).first().partition().id()).isEqualTo(id(7));
        assertThat(bands.get(4).last().partition().id()).isEqualTo(id(9));
    }

    @Test
    void shouldGroupLeavesOfEqualWeight() {
        List<Band> bands = mapOf(new long[100]).bands(10);

        assertThat(bands).hasSizeLessThanOrEqualTo(10).hasSizeGreaterThan(7);
        assertThat(bands.get(0).single()).isPresent();
    }

    @ParameterizedTest(name = "seed {0}: {1} leaves in {2} lines")
    @CsvSource({"1, 5, 4", "2, 30, 20", "3, 1000, 4", "4, 10000, 40", "5, 10000, 41", "6, 41, 40"})
    void shouldHaveEachLeafOnceInOrderAndNeverHideTheHeaviest(long seed, int leaves, int most) {
        // Given leaves of which some are heavy
        SplittableRandom random = new SplittableRandom(seed);
        KeySpaceMap map = mapOf(random.longs(leaves, 0, 1_000)
                .map(rows -> random.nextInt(50) == 0 ? 100 * rows : rows)
                .toArray());
        // When
        List<Band> bands = map.bands(most);
        // Then
        List<Leaf> all = new ArrayList<>();
        bands.forEach(band -> all.addAll(band.leaves()));
        assertThat(all).isEqualTo(map.leaves());
        assertThat(bands).hasSizeLessThanOrEqualTo(most).hasSizeGreaterThanOrEqualTo(most * 3 / 4);
        assertThat(bands)
                .filteredOn(band -> band.mostRows() == map.most().rows())
                .first()
                .satisfies(band -> assertThat(band.single()).isPresent());
    }
}
