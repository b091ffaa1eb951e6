package sleeper.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.partition.json.PartitionTreeJson;

class PartitionTreeTest {
    private static final int MANY = 10_000;

    private static KeyValue at(long value) {
        return new KeyValue.OfLong(value);
    }

    private static PartitionId idOf(PartitionTree tree, int leaf) {
        return tree.leaves().get(leaf).id();
    }

    /** The last leaf is cut again and again, as when keys are times. */
    private static PartitionTree splitAtTheRightEdge(int times) {
        return splitOn(PartitionTree.single(1), times);
    }

    private static PartitionTree splitOn(PartitionTree tree, int times) {
        PartitionTree split = tree;
        for (int i = tree.leaves().size() - 1; i < times; i++) {
            split = split.split(idOf(split, i), 0, at(i));
        }
        return split;
    }

    /** The same, by cuts that are made at once. */
    private static PartitionTree cutAtTheRightEdge(int times) {
        List<LeafCut> cuts = new ArrayList<>();
        PartitionId last = PartitionId.ROOT;
        for (int i = 0; i < times; i++) {
            cuts.add(new LeafCut(last, 0, at(i)));
            last = last.upper();
        }
        return PartitionTree.single(1).split(cuts);
    }

    /** Any leaf is cut, along any field. */
    private static PartitionTree random(SplittableRandom random, int splits, Set<PartitionId> everUsed) {
        PartitionTree tree = PartitionTree.single(2);
        everUsed.add(PartitionId.ROOT);
        for (int i = 0; i < splits; i++) {
            // Half of the time the last leaf, so that some ways are long.
            int leaf = random.nextBoolean()
                    ? tree.leaves().size() - 1
                    : random.nextInt(tree.leaves().size());
            int dimension = random.nextInt(2);
            Range range = tree.leaves().get(leaf).region().ranges().get(dimension);
            long min =
                    range.min().map(value -> ((KeyValue.OfLong) value).value()).orElse(-(1L << 60));
            long max =
                    range.max().map(value -> ((KeyValue.OfLong) value).value()).orElse(1L << 60);
            if (max - min > 2) {
                PartitionId parent = idOf(tree, leaf);
                tree = tree.split(parent, dimension, at(random.nextLong(min + 1, max)));
                assertThat(everUsed.add(parent.lower())).isTrue();
                assertThat(everUsed.add(parent.upper())).isTrue();
            }
        }
        return tree;
    }

    @Nested
    class IdsStayShortAndAreNeverUsedTwice {
        @Test
        void shouldBearTenThousandSplitsAtTheRightEdge() {
            // When the last hundred are made one after the other
            PartitionTree before = cutAtTheRightEdge(MANY - 100);
            PartitionTree tree = splitOn(before, MANY);
            // Then
            Set<PartitionId> ids = new HashSet<>();
            for (Partition leaf : tree.leaves()) {
                assertThat(leaf.id().value()).matches("[a-z0-9]{1,200}");
                assertThat(ids.add(leaf.id())).isTrue();
            }
            assertThat(ids).hasSize(MANY + 1);
            assertThat(tree.leafIndexOf(new Key(List.of(at(MANY - 2))))).isEqualTo(MANY - 1);
            // and it is the same when it is made of its nodes, or read back
            assertThat(new PartitionTree(1, tree.root()).leaves()).isEqualTo(tree.leaves());
            PartitionTree read = PartitionTreeJson.read(PartitionTreeJson.write(tree));
            assertThat(read).isEqualTo(tree).hasSameHashCodeAs(tree);
            assertThat(read.leaves()).isEqualTo(tree.leaves());
            assertThat(cutAtTheRightEdge(MANY - 1)).isNotEqualTo(tree);
            assertThat(cutAtTheRightEdge(MANY)).isEqualTo(tree);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void shouldNameEachPartitionThatEverWasOtherwise(long seed) {
            Set<PartitionId> everUsed = new HashSet<>();
            PartitionTree tree = random(new SplittableRandom(seed), 3_000, everUsed);
            assertThat(everUsed).hasSize(2 * tree.leaves().size() - 1);
            assertThat(PartitionTreeJson.read(PartitionTreeJson.write(tree)).leaves())
                    .isEqualTo(tree.leaves());
        }

        @Test
        void shouldKeepTheIdsOfTheOthersWhenALeafIsSplit() {
            // Given
            PartitionTree before = splitAtTheRightEdge(500);
            int split = 500;
            // When
            PartitionTree after = before.split(idOf(before, split), 0, at(600));
            // Then
            assertThat(after.leaves().subList(0, split))
                    .isEqualTo(before.leaves().subList(0, split));
            assertThat(after.leaves()).hasSize(split + 2);
        }

        @Test
        void shouldShowTheWayDownAsLongAsBefore() {
            // Given ids as the version before gave them, the longest included
            String longest = "p" + "1".repeat(199);
            assertThat(new PartitionId(longest).value()).isEqualTo(longest);
            PartitionTree tree = splitAtTheRightEdge(199);
            assertThat(idOf(tree, 0).value()).isEqualTo("p0");
            assertThat(idOf(tree, 198).value()).isEqualTo("p" + "1".repeat(198) + "0");
            assertThat(idOf(tree, 199).value()).isEqualTo(longest);
            // When it is split once more, which that version refused
            PartitionTree more = tree.split(new PartitionId(longest), 0, at(199));
            // Then
            assertThat(idOf(more, 198)).isEqualTo(idOf(tree, 198));
            assertThat(idOf(more, 199).value()).isEqualTo("q02870ec7846a7a65066f9c506d20693e4c8ff8d6");
            assertThat(idOf(more, 200).value()).isEqualTo("qa02b8c8354d319e0e4737665f3a3efe2a970b61c");
        }

        @Test
        void shouldFitIntoAPath() {
            PartitionTree tree = splitAtTheRightEdge(300);
            AttemptId attempt = new AttemptId(new JobId("j".repeat(63)), 999_999_999);
            for (int leaf : new int[] {198, 199, 300}) {
                String path = TableLocation.dataFile(idOf(tree, leaf), attempt, "r".repeat(40), Integer.MAX_VALUE);
                assertThat(path.length()).isLessThan(1_024 - 200);
                assertThat(path.split("/")).allMatch(component -> component.length() <= 255);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "p2", "r", "q", "q0", "qABCDEF7890123456789012345678901234567890", "p0/..", "p\n"})
        void shouldRefuseWhatIsNoId(String value) {
            assertThatThrownBy(() -> new PartitionId(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class ManyLeavesAreCutAtOnce {
        private static LeafCut cut(String leaf, long at) {
            return new LeafCut(new PartitionId(leaf), 0, at(at));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void shouldGiveTheTreeThatOneCutAfterTheOtherGives(long seed) {
            // Given a tree, and cuts of its leaves and of those that earlier cuts make
            SplittableRandom random = new SplittableRandom(seed);
            PartitionTree before = random(random, 100, new HashSet<>());
            PartitionTree after = before;
            List<LeafCut> cuts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Partition leaf =
                        after.leaves().get(random.nextInt(after.leaves().size()));
                int dimension = random.nextInt(2);
                Optional<LeafCut> cut =
                        middle(leaf.region().ranges().get(dimension)).map(at -> new LeafCut(leaf.id(), dimension, at));
                if (cut.isPresent()) {
                    cuts.add(cut.get());
                    after = after.split(leaf.id(), dimension, cut.get().at());
                }
            }
            // When
            PartitionTree atOnce = before.split(cuts);
            // Then
            assertThat(atOnce).isEqualTo(after);
            assertThat(atOnce.leaves()).isEqualTo(after.leaves());
            assertThat(new PartitionTree(2, atOnce.root()).leaves()).isEqualTo(after.leaves());
        }

        private static Optional<KeyValue> middle(Range range) {
            long min =
                    range.min().map(value -> ((KeyValue.OfLong) value).value()).orElse(-(1L << 60));
            long max =
                    range.max().map(value -> ((KeyValue.OfLong) value).value()).orElse(1L << 60);
            return max - min > 2 ? Optional.of(at(min + (max - min) / 2)) : Optional.empty();
        }

        @Test
        void shouldBearAHundredThousandCuts() {
            // When each is of the leaf that the one before made
            PartitionTree tree = cutAtTheRightEdge(100_000);
            // Then
            assertThat(tree.leaves()).hasSize(100_001);
            assertThat(tree.leaves().get(100_000).region().ranges().get(0).min())
                    .contains(at(99_999));
        }

        @Test
        void shouldRefuseAllCutsIfOneCannotBeMade() {
            PartitionTree tree = PartitionTree.single(1).split(PartitionId.ROOT, 0, at(10));
            // a leaf cut twice, one cut before it is there, one that never is
            for (List<LeafCut> cuts : List.of(
                    List.of(cut("p0", 5), cut("p0", 6)),
                    List.of(cut("p00", 3), cut("p0", 5)),
                    List.of(cut("p1", 20), cut("p000", 3)))) {
                assertThatThrownBy(() -> tree.split(cuts))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageEndingWith("is not a leaf");
            }
            // and one beside its leaf, though it lies within the leaf's parent
            assertThatThrownBy(() -> tree.split(List.of(cut("p0", 5), cut("p00", 7))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lies outside");
        }
    }

    @Nested
    class ALeafIsCutInTwo {
        @Test
        void shouldRefuseACutThatCannotBeMade() {
            PartitionTree tree = PartitionTree.single(1).split(PartitionId.ROOT, 0, at(10));
            PartitionId upper = PartitionId.ROOT.upper();
            for (PartitionId noLeaf : List.of(PartitionId.ROOT, upper.upper())) {
                assertThatThrownBy(() -> tree.split(noLeaf, 0, at(20)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("partition " + noLeaf + " is not a leaf");
            }
            assertThatThrownBy(() -> tree.split(upper, 0, at(9)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lies outside");
            assertThatThrownBy(() -> tree.split(upper, 0, at(10))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tree.split(upper, 1, at(20))).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {4, 5, 6})
        void shouldBeTheSameAsATreeMadeOfTheSameNodes(long seed) {
            PartitionTree tree = random(new SplittableRandom(seed), 400, new HashSet<>());
            PartitionTree made = new PartitionTree(2, tree.root());
            assertThat(made).isEqualTo(tree);
            assertThat(made.leaves()).isEqualTo(tree.leaves());
        }
    }

    @Nested
    class KeysFindTheirLeaves {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {7, 8, 9})
        void shouldFindTheLeafOfAKeyAndTheLeavesBetweenBounds(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            PartitionTree tree = random(random, 300, new HashSet<>());
            for (int i = 0; i < 300; i++) {
                // Given a key, and bounds around it that may be unknown
                List<KeyValue> key = new ArrayList<>();
                List<Optional<KeyValue>> least = new ArrayList<>();
                List<Optional<KeyValue>> greatest = new ArrayList<>();
                for (int dimension = 0; dimension < 2; dimension++) {
                    long value = random.nextLong(-(1L << 60), 1L << 60);
                    long spread = 1L << random.nextInt(60);
                    key.add(at(value));
                    least.add(random.nextInt(4) == 0 ? Optional.empty() : Optional.of(at(value - spread)));
                    greatest.add(random.nextInt(4) == 0 ? Optional.empty() : Optional.of(at(value + spread)));
                }
                // When
                BitSet found = new BitSet();
                tree.findLeaves(least, greatest, found);
                // Then
                int leaf = tree.leafIndexOf(new Key(key));
                assertThat(tree.leaves().get(leaf).region().contains(new Key(key)))
                        .isTrue();
                assertThat(found.get(leaf)).isTrue();
                BitSet expected = new BitSet();
                for (int each = 0; each < tree.leaves().size(); each++) {
                    expected.set(each, mayHold(tree.leaves().get(each), least, greatest));
                }
                assertThat(found).isEqualTo(expected);
            }
        }

        private boolean mayHold(Partition leaf, List<Optional<KeyValue>> least, List<Optional<KeyValue>> greatest) {
            for (int i = 0; i < 2; i++) {
                Range range = leaf.region().ranges().get(i);
                boolean below = greatest.get(i).isPresent()
                        && range.min().isPresent()
                        && greatest.get(i).get().compareTo(range.min().get()) < 0;
                boolean above = least.get(i).isPresent()
                        && range.max().isPresent()
                        && least.get(i).get().compareTo(range.max().get()) >= 0;
                if (below || above) {
                    return false;
                }
            }
            return true;
        }
    }
}
