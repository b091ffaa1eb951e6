package sleeper.sort.extent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.rows.RowAppender;
import sleeper.sort.schema.TableLayout;
import sleeper.testkit.data.RandomPartitions;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

class PartitionerTest {
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.INT)),
            List.of(),
            List.of(Field.required("data", PrimitiveType.BYTEARRAY)));
    private static final TableLayout LAYOUT = new TableLayout(SCHEMA);

    private static void append(Partitioner partitioner, int key, int bytes) {
        ((IntVector) partitioner.batch().column(0)).append(key);
        ((BytesVector) partitioner.batch().column(1)).append(new byte[bytes], 0, bytes);
    }

    private static Partitioner partitioner() {
        return new Partitioner(LAYOUT, PartitionTree.single(1), Long.MAX_VALUE, Partitioner.MOST_BATCH_BYTES);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldGiveEachLeafWithRowsOneExtentWithItsRows(long seed) throws IOException {
        // Given random rows and a random tree
        Random random = new Random(seed);
        Schema schema = new RandomTables(seed).schema();
        RandomRows generator = new RandomRows(schema, seed);
        PartitionTree tree = RandomPartitions.of(schema, generator, random.nextInt(20), seed);
        List<Map<String, Object>> rows = generator.rows(1 + random.nextInt(500));
        TableLayout layout = new TableLayout(schema);
        Partitioner partitioner = new Partitioner(layout, tree, Long.MAX_VALUE, Long.MAX_VALUE);
        RowAppender appender = new RowAppender(schema, layout);
        rows.forEach(row -> appender.append(row, partitioner.batch()));
        // When
        List<List<Integer>> found = new ArrayList<>();
        partitioner.takeExtents(extent -> found.add(List.of(extent.leaf(), extent.rows())));
        // Then
        List<List<Integer>> expected = new ArrayList<>();
        for (int leaf = 0; leaf < tree.leaves().size(); leaf++) {
            Region region = tree.leaves().get(leaf).region();
            int count = (int) rows.stream()
                    .filter(row -> region.contains(ReferenceSort.rowKey(schema, row)))
                    .count();
            if (count > 0) {
                expected.add(List.of(leaf, count));
            }
        }
        assertThat(found).isEqualTo(expected);
        assertThat(partitioner.batch().rows()).isZero();
    }

    @Test
    void shouldGiveNothingForNoRows() throws IOException {
        partitioner().takeExtents(extent -> {
            throw new AssertionError("an extent of " + extent.rows() + " rows");
        });
    }

    @Test
    void shouldCutWhatIsLargerThanAnExtentMayBeAndLeaveOneRowWhole() throws IOException {
        // Given rows of 15, 15, 40, 1 and 1 MiB in one leaf
        Partitioner partitioner = partitioner();
        int mib = 1 << 20;
        int[] sizes = {15 * mib, 15 * mib, 40 * mib, mib, mib};
        for (int key = 0; key < sizes.length; key++) {
            append(partitioner, key, sizes[key]);
        }
        assertThat(partitioner.isFull()).isTrue();
        // When
        List<List<Integer>> keys = new ArrayList<>();
        List<Integer> leaves = new ArrayList<>();
        partitioner.takeExtents(extent -> {
            assertThat(extent.rows() == 1 || extent.sizeBytes() <= Partitioner.MOST_EXTENT_BYTES)
                    .isTrue();
            leaves.add(extent.leaf());
            keys.add(keys(extent));
        });
        // Then
        assertThat(keys).containsExactly(List.of(0, 1), List.of(2), List.of(3, 4));
        assertThat(leaves).containsOnly(0);
    }

    private static List<Integer> keys(Extent extent) {
        Batch batch = LAYOUT.newBatch();
        extent.appendTo(batch);
        List<Integer> keys = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            keys.add(((IntVector) batch.column(0)).get(row));
        }
        return keys;
    }

    @Test
    void shouldTagEveryPieceOfALeafWithIt() throws IOException {
        // Given three rows of 20 MiB above the cut
        PartitionTree tree = PartitionTree.ofGrid(List.of(List.of(new KeyValue.OfInt(10))));
        Partitioner partitioner = new Partitioner(LAYOUT, tree, Long.MAX_VALUE, Partitioner.MOST_BATCH_BYTES);
        for (int key = 20; key < 23; key++) {
            append(partitioner, key, 20 << 20);
        }
        // When
        List<Integer> leaves = new ArrayList<>();
        partitioner.takeExtents(extent -> leaves.add(extent.leaf()));
        // Then
        assertThat(leaves).containsExactly(1, 1, 1);
    }

    @Test
    void shouldSpendNoMoreOnHeadsThanWasEstimated() throws IOException {
        // Given a row for each of many leaves
        List<KeyValue> splits = new ArrayList<>();
        for (int key = 1; key < 500; key++) {
            splits.add(new KeyValue.OfInt(key));
        }
        Partitioner partitioner = new Partitioner(
                LAYOUT, PartitionTree.ofGrid(List.of(splits)), Long.MAX_VALUE, Partitioner.MOST_BATCH_BYTES);
        for (int key = 0; key < 500; key++) {
            append(partitioner, key, 10);
        }
        // When
        Block block = partitioner.take();
        // Then
        assertThat(block.sizeBytes())
                .isEqualTo(500 * (4 + 10 + ExtentCost.headBytes(LAYOUT)))
                .isEqualTo(Math.toIntExact(ExtentCost.spilledBytes(LAYOUT, 500, 500 * 14, 500)));
    }
}
