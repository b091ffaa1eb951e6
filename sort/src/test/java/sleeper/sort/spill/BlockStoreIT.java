package sleeper.sort.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.column.IntVector;
import sleeper.sort.extent.Block;
import sleeper.sort.extent.Scatter;
import sleeper.sort.memory.FixedMemory;
import sleeper.sort.memory.MemoryHolder;
import sleeper.sort.memory.MemoryLease;
import sleeper.sort.schema.TableLayout;

class BlockStoreIT {
    private static final TableLayout LAYOUT =
            new TableLayout(new Schema(List.of(Field.required("key", PrimitiveType.INT)), List.of(), List.of()));

    @TempDir
    Path root;

    private int nextKey;
    private final Map<Integer, Set<Integer>> expected = new TreeMap<>();

    /** @return a block with one row, of a number never used before, for each of the leaves */
    private Block block(int leafCount, int... leaves) {
        Batch batch = LAYOUT.newBatch();
        for (int leaf : leaves) {
            ((IntVector) batch.column(0)).append(nextKey);
            expected.computeIfAbsent(leaf, any -> new TreeSet<>()).add(nextKey++);
        }
        return new Scatter(leafCount, 1).scatter(batch, leaves.clone());
    }

    private static Map<Integer, Set<Integer>> read(BlockStore store, int leaves) throws IOException {
        Map<Integer, Set<Integer>> found = new TreeMap<>();
        for (int leaf = 0; leaf < leaves; leaf++) {
            Batch batch = LAYOUT.newBatch();
            BlockStore.Extents extents = store.extents(leaf);
            while (extents.hasNext()) {
                extents.next().appendTo(batch);
            }
            assertThat(store.leafRows(leaf)).isEqualTo(batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                found.computeIfAbsent(leaf, any -> new TreeSet<>()).add(((IntVector) batch.column(0)).get(row));
            }
        }
        return found;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldGiveEachLeafItsRowsWhateverIsRefusedAndCalledBack(long seed) throws IOException {
        // Given memory for some of the blocks, which another asks for now and then
        Random random = new Random(seed);
        FixedMemory memory = new FixedMemory(random.nextInt(2_000));
        MemoryLease other = memory.lease(MemoryHolder.FIRM);
        try (BlockStore store = new BlockStore(20, memory, new SpillFile(root))) {
            // When
            for (int i = 0; i < 200; i++) {
                store.add(block(20, random.ints(1 + random.nextInt(6), 0, 20).toArray()));
                if (random.nextInt(10) == 0) {
                    other.acquire(random.nextInt(500));
                    other.release(random.nextLong(other.heldBytes() + 1));
                }
            }
            // Then they are there, before and after all has gone to disk
            assertThat(read(store, 20)).isEqualTo(expected);
            store.giveBack(Long.MAX_VALUE);
            assertThat(memory.lentBytes()).isEqualTo(other.heldBytes());
            assertThat(read(store, 20)).isEqualTo(expected);
        }
        assertThat(memory.lentBytes()).isEqualTo(other.heldBytes());
    }

    @Test
    void shouldReadALeafWhileItsBlocksAreCalledBack() throws IOException {
        FixedMemory memory = new FixedMemory(1_000);
        try (BlockStore store = new BlockStore(1, memory, new SpillFile(root))) {
            for (int i = 0; i < 5; i++) {
                store.add(block(1, 0, 0, 0));
            }
            // When the store gives back a block after each extent that was read
            Batch batch = LAYOUT.newBatch();
            BlockStore.Extents extents = store.extents(0);
            List<Long> given = new ArrayList<>();
            while (extents.hasNext()) {
                extents.next().appendTo(batch);
                given.add(store.giveBack(1));
            }
            // Then
            assertThat(batch.rows()).isEqualTo(15);
            assertThat(given).hasSize(5).allMatch(bytes -> bytes > 0);
            assertThat(memory.lentBytes()).isZero();
            assertThat(store.giveBack(1)).isZero();
        }
    }

    @Test
    void shouldSayHowManyBytesGoToDiskAndNoMore() throws IOException {
        // Given memory for two of three blocks
        List<Long> spilled = new ArrayList<>();
        int size = block(1, 0, 0, 0).sizeBytes();
        FixedMemory memory = new FixedMemory(2L * size);
        try (BlockStore store = new BlockStore(1, memory, new SpillFile(root, spilled::add))) {
            store.add(block(1, 0, 0, 0));
            store.add(block(1, 0, 0, 0));
            assertThat(spilled).isEmpty();
            // When the third is added, another is called back, and all are read
            store.add(block(1, 0, 0, 0));
            assertThat(spilled).containsExactly((long) size);
            store.giveBack(1);
            store.extents(0).next();
            // Then
            assertThat(spilled).containsExactly((long) size, (long) size);
        }
    }

    @Test
    void shouldNotCountABlockThatCouldNotBeSpilled() throws IOException {
        // Given no folder to spill to, and no memory
        List<Long> spilled = new ArrayList<>();
        SpillFile spill = new SpillFile(root.resolve("none"), spilled::add);
        try (BlockStore store = new BlockStore(1, new FixedMemory(0), spill)) {
            // When
            assertThatThrownBy(() -> store.add(block(1, 0))).isInstanceOf(Exception.class);
            // Then
            assertThat(spilled).isEmpty();
        }
    }

    @Test
    void shouldKeepABlockThatCouldNotBeSpilled() throws IOException {
        // Given no folder to spill to
        FixedMemory memory = new FixedMemory(1_000);
        try (BlockStore store = new BlockStore(2, memory, new SpillFile(root.resolve("none")))) {
            store.add(block(2, 0, 1));
            long lent = memory.lentBytes();
            // When / Then
            assertThatThrownBy(() -> store.giveBack(1)).isInstanceOf(Exception.class);
            assertThat(memory.lentBytes()).isEqualTo(lent).isPositive();
            assertThat(read(store, 2)).isEqualTo(expected);
        }
    }

    @Test
    void shouldReadFromDiskOnceForEachExtentOfALeafAndNeverForOthers() throws IOException {
        // Given 300 blocks on disk, three of which have rows of leaf 7
        CountingSpill spill = new CountingSpill(root);
        try (BlockStore store = new BlockStore(10_000, new FixedMemory(0), spill)) {
            for (int i = 0; i < 300; i++) {
                store.add(i % 100 == 0 ? block(10_000, 7, 8) : block(10_000, 8, 9));
            }
            // When leaf 7 is read, and a leaf without rows
            BlockStore.Extents extents = store.extents(7);
            while (extents.hasNext()) {
                extents.next();
            }
            assertThat(store.extents(6).hasNext()).isFalse();
            // Then
            assertThat(spill.reads).isEqualTo(3);
        }
    }

    private static final class CountingSpill extends SpillFile {
        private int reads;

        CountingSpill(Path directory) {
            super(directory);
        }

        @Override
        public void read(long position, byte[] into, int length) throws IOException {
            reads++;
            super.read(position, into, length);
        }
    }

    @Test
    void shouldLendOfMemoryWhatBlocksTakeAndNothingForThoseOnDisk() throws IOException {
        FixedMemory memory = new FixedMemory(200);
        try (BlockStore store = new BlockStore(4_096, memory, new SpillFile(root))) {
            Block first = block(4_096, IntStream.range(0, 5).toArray());
            store.add(first);
            store.add(block(4_096, IntStream.range(0, 50).toArray()));
            assertThat(memory.lentBytes()).isEqualTo(first.sizeBytes()).isEqualTo(5 * (12 + 4 + 1 + 4));
        }
    }
}
