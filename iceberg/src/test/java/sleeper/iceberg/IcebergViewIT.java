package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.iceberg.IcebergView.Published;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.Verdict;

class IcebergViewIT {
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("customer", PrimitiveType.LONG)),
            List.of(Field.required("at", PrimitiveType.LONG)),
            List.of(Field.nullable("note", PrimitiveType.STRING)));

    @TempDir
    private Path home;

    private ViewedTable table;

    @BeforeEach
    void createTable() {
        table = ViewedTable.create(home, SCHEMA, PartitionTree.single(1));
    }

    private static List<Map<String, Object>> rows(long from, long to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long key = from; key < to; key++) {
            rows.add(Map.of("customer", key, "at", key % 7, "note", "n" + key));
        }
        return rows;
    }

    private static List<Snapshot> snapshots(Table shown) {
        return StreamSupport.stream(shown.snapshots().spliterator(), false).toList();
    }

    private List<Long> ids() {
        return snapshots(table.shown()).stream().map(Snapshot::snapshotId).toList();
    }

    private void expectWholeView() {
        assertThat(ViewedTable.files(table.shown(), Expressions.alwaysTrue())).isEqualTo(table.filesOfLog());
    }

    @Test
    void shouldShowEachCommitAsASnapshotThatNamesItsJob() {
        // Given
        table.load("first", rows(0, 10));
        Published one = table.view().publish();
        table.load("second", rows(10, 20));
        table.load("third", rows(20, 30));
        // When
        Published two = table.view().publish();
        // Then
        assertThat(one.snapshots()).isEqualTo(1);
        assertThat(two.snapshots()).isEqualTo(2);
        assertThat(two.slot()).isEqualTo(table.log().state().slot());
        assertThat(snapshots(table.shown()))
                .extracting(snapshot -> snapshot.summary().get("sleeper.attempts"))
                .containsExactly("first-a1", "second-a1", "third-a1");
        assertThat(snapshots(table.shown()))
                .extracting(snapshot -> snapshot.summary().get("total-records"))
                .containsExactly("10", "20", "30");
        expectWholeView();
    }

    @Test
    void shouldLeadAReaderToTheFilesThatMayHoldItsKey() {
        // Given a table of 16 partitions
        List<LeafCut> cuts = new ArrayList<>();
        PartitionTree tree = PartitionTree.single(1);
        for (int i = 1; i < 16; i++) {
            LeafCut cut =
                    new LeafCut(tree.leaves().get(tree.leaves().size() - 1).id(), 0, new KeyValue.OfLong(i * 100L));
            cuts.add(cut);
            tree = tree.split(List.of(cut));
        }
        assertThat(table.log().split(table.incarnation(), cuts)).isInstanceOf(Verdict.Done.class);
        table.load("all", rows(0, 1600));
        // When
        table.view().publish();
        // Then
        Table shown = table.shown();
        assertThat(ViewedTable.files(shown, Expressions.alwaysTrue())).hasSize(16);
        assertThat(ViewedTable.files(shown, Expressions.equal("customer", 750L)))
                .hasSize(1);
        assertThat(ViewedTable.files(shown, Expressions.greaterThanOrEqual("customer", 1400L)))
                .hasSize(2);
        assertThat(ViewedTable.files(shown, Expressions.isNull("note"))).isEmpty();
        assertThat(shown.sortOrder().fields()).hasSize(2);
    }

    @Test
    void shouldAddNothingWhereThereIsNothingNew() {
        table.load("first", rows(0, 10));
        Published first = table.view().publish();
        Published again = table.view().publish();
        assertThat(again)
                .isEqualTo(new Published(first.metadata(), first.version(), first.slot(), 0, 0, first.table()));
        assertThat(again.version()).isEqualTo(1);
    }

    @Test
    void shouldShowATableWithoutRows() {
        assertThat(table.view().publish().version()).isEqualTo(1);
        assertThat(table.shown().schema().columns()).hasSize(3);
        assertThat(table.shown().currentSnapshot()).isNull();
    }

    @Test
    void shouldReadFootersOfFilesWhoseRunToldNothing() {
        table.load("old", rows(0, 10), false);
        table.load("other", rows(10, 20), false);
        table.view().publish();
        assertThat(ViewedTable.files(table.shown(), Expressions.equal("customer", 12L)))
                .hasSize(1);
    }

    @Test
    void shouldShowEachSlotOnceHoweverManyPublishAtOnce() throws Exception {
        // Given
        for (int job = 0; job < 10; job++) {
            table.load("job" + job, rows(job, job + 1));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            // When
            Callable<Published> publish = () -> table.view().publish();
            List<Future<Published>> running = threads.invokeAll(List.of(publish, publish, publish, publish));
            // Then one of them made all snapshots
            int made = 0;
            for (Future<Published> each : running) {
                made += each.get().snapshots();
            }
            assertThat(made).isEqualTo(10);
        } finally {
            threads.shutdownNow();
        }
        expectWholeView();
    }

    @Test
    void shouldGiveTheSameIdsWhenItIsMadeAnew() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        table.load("second", rows(10, 20));
        table.view().publish();
        UUID id = table.shown().uuid();
        List<Long> ids = ids();
        // When
        Published anew = table.view().rebuild();
        // Then
        assertThat(anew.version()).isEqualTo(3);
        assertThat(table.shown().uuid()).isEqualTo(id);
        assertThat(ids()).isEqualTo(ids);
        expectWholeView();
    }

    @Test
    void shouldMakeOneSnapshotOfThoseThatNobodyReadsAnyMore() {
        // Given commits of long ago, and two that are young
        for (int job = 0; job < 5; job++) {
            table.load("old" + job, rows(job, job + 1));
        }
        table.pass(ViewedTable.KEEP.multipliedBy(2));
        table.load("young1", rows(10, 20));
        table.load("young2", rows(20, 30));
        // When
        table.view().publish();
        // Then
        assertThat(snapshots(table.shown()))
                .extracting(snapshot -> snapshot.summary().get("sleeper.attempts"))
                .containsExactly("old4-a1", "young1-a1", "young2-a1");
        expectWholeView();
    }

    @Test
    void shouldKeepASnapshotUntilItWasReplacedForAsLongAsReadersHave() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        long first = table.shown().currentSnapshot().snapshotId();
        table.pass(ViewedTable.KEEP.multipliedBy(10));
        table.load("second", rows(10, 20));
        table.view().publish();
        // Then the first was the newest a moment ago
        assertThat(ids()).hasSize(2).contains(first);
        // When
        table.pass(ViewedTable.KEEP);
        table.load("third", rows(20, 30));
        table.view().publish();
        // Then
        assertThat(ids()).hasSize(2).doesNotContain(first);
        expectWholeView();
    }

    @Test
    void shouldPassOverAVersionThatIsTorn() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        assertThat(table.objects().putIfAbsent("v2.metadata.json", "{\"format-".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(PutResult.STORED);
        table.load("second", rows(10, 20));
        // When
        Published published = table.view().publish();
        // Then
        assertThat(published.version()).isEqualTo(3);
        assertThat(ids()).hasSize(2);
        expectWholeView();
    }

    @Test
    void shouldMakeAnewWhatSomebodyDeleted() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        UUID id = table.shown().uuid();
        int loads = 0;
        for (String kind : List.of("version-hint.text", "v", "snap-", ".avro", "")) {
            // When
            table.objects().children("").stream()
                    .filter(name -> name.startsWith(kind) || name.contains(kind))
                    .forEach(table.objects()::delete);
            table.load("after-" + ++loads, rows(10, 20));
            table.view().publish();
            // Then
            assertThat(table.shown().uuid()).isEqualTo(id);
            expectWholeView();
        }
    }

    @Test
    void shouldBeAsItWasWhereverAPublisherIsKilled() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        for (int writes = 0; ; writes++) {
            table.load("next" + writes, rows(writes, writes + 5));
            // When
            KilledStore killed = new KilledStore(table.objects(), writes);
            try {
                table.view(objects -> killed).publish();
                break;
            } catch (Killed e) {
                // Then what readers see is whole, if perhaps a commit behind
                List<String> shown = ViewedTable.files(table.shown(), Expressions.alwaysTrue());
                assertThat(table.filesOfLog()).containsAll(shown);
                assertThat(shown.size())
                        .isBetween(
                                table.filesOfLog().size() - 1,
                                table.filesOfLog().size());
            }
            table.view().publish();
            expectWholeView();
        }
        expectWholeView();
    }

    /** What ends a process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Ends its process before or after a write. */
    private static final class KilledStore extends ForwardingObjectStore {
        private int left;

        KilledStore(ObjectStore objects, int writes) {
            super(objects);
            this.left = writes;
        }

        private void live() {
            if (left-- <= 0) {
                throw new Killed();
            }
        }

        @Override
        public PutResult putIfAbsent(String key, byte[] bytes) {
            live();
            PutResult result = super.putIfAbsent(key, bytes);
            live();
            return result;
        }

        @Override
        public PutResult replace(String key, byte[] expected, byte[] bytes) {
            live();
            PutResult result = super.replace(key, expected, bytes);
            live();
            return result;
        }
    }

    @Test
    void shouldShowNoTableThatWasDropped() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        UUID id = table.shown().uuid();
        assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
        // When
        Published published = table.view().publish();
        // Then
        assertThat(published).isEqualTo(Published.NONE);
        assertThatThrownBy(table::shown).isInstanceOf(NoSuchElementException.class);
        assertThat(table.objects().children("")).noneMatch(ViewVersions::isVersion);
        // And one of its name is another
        table.create(SCHEMA, PartitionTree.single(1));
        table.load("second", rows(0, 5));
        table.view().publish();
        assertThat(table.shown().uuid()).isNotEqualTo(id);
        expectWholeView();
    }

    @Test
    void shouldShowAnAddedFieldUnderANumberOfItsOwn() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        assertThat(table.log().addField(table.incarnation(), Field.nullable("more", PrimitiveType.INT)))
                .isInstanceOf(Verdict.Done.class);
        // When
        Published published = table.view().publish();
        // Then
        assertThat(published.version()).isEqualTo(2);
        assertThat(table.shown().schema().findField("more").fieldId()).isEqualTo(4);
        assertThat(table.shown().properties().get("schema.name-mapping.default"))
                .contains("\"more\"");
        table.load("second", rows(10, 20));
        table.view().publish();
        expectWholeView();
    }

    @Test
    void shouldPublishAMovedHomeAnew() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        // When
        Published moved =
                table.view(objects -> objects, Locations.below("/elsewhere")).publish();
        // Then
        assertThat(moved.snapshots()).isEqualTo(1);
        assertThat(moved.metadata()).contains("file:///elsewhere/sleeper-tables/orders/metadata/v2.metadata.json");
    }

    @Test
    void shouldTakeMetadataThatNoReaderNeeds() {
        // Given versions and manifests of thirty publications, of which the last snapshots alone are kept
        for (int i = 0; i < 30; i++) {
            table.pass(ViewedTable.KEEP.multipliedBy(2));
            table.load("job" + i, rows(i, i + 1));
            table.view().publish();
        }
        assertThat(table.objects().putIfAbsent("of-a-stranger.txt", new byte[1]))
                .isEqualTo(PutResult.STORED);
        // When
        List<String> dry = table.view().collect(true, Duration.ZERO);
        List<String> gone = table.view().collect(false, Duration.ZERO);
        // Then what it shows is whole, and files that are young, and those of strangers, are there
        assertThat(gone).isEqualTo(dry).contains("v1.metadata.json", "v10.metadata.json");
        assertThat(table.objects().children(""))
                .contains("v11.metadata.json", "v30.metadata.json", "version-hint.text", "of-a-stranger.txt")
                .doesNotContainAnyElementsOf(gone);
        assertThat(gone.stream().filter(key -> key.contains("-snap-"))).hasSize(28);
        expectWholeView();
        assertThat(table.view().collect(false, Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldKeepWhatAReaderOfAnOlderSnapshotNeeds() {
        // Given a reader that has begun with the first of two snapshots, each younger than readers have
        table.load("first", rows(0, 10));
        table.view().publish();
        Table before = table.shown();
        table.load("second", rows(10, 20));
        table.view().publish();
        // When
        table.pass(ViewedTable.KEEP.dividedBy(2));
        assertThat(table.view().collect(false, Duration.ZERO)).isEmpty();
        // Then
        assertThat(ViewedTable.files(before, Expressions.alwaysTrue())).hasSize(1);
    }

    @Test
    void shouldMakeAnewAViewThatLacksAManifestThatItNames() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        table.objects().children("").stream()
                .filter(key -> key.endsWith("-m0.avro"))
                .forEach(table.objects()::delete);
        // When
        table.view().collect(false, Duration.ZERO);
        // Then
        expectWholeView();
    }

    @Test
    void shouldTakeTheMetadataOfADroppedTableOnceReadersHaveHadTime() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
        table.view().publish();
        // When / Then
        assertThat(table.view().collect(false, ViewedTable.KEEP)).isEmpty();
        table.pass(ViewedTable.KEEP);
        assertThat(table.view().collect(false, ViewedTable.KEEP)).hasSize(2);
        assertThat(table.objects().children("")).isEmpty();
    }

    @Test
    void shouldTakeAtOnceWhatWouldStillShowADroppedTable() {
        // Given a table whose view nobody could take away when it was dropped
        table.load("first", rows(0, 10));
        table.view().publish();
        assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
        // When / Then
        assertThat(table.view().collect(false, ViewedTable.KEEP))
                .containsExactly("v1.metadata.json", "version-hint.text");
        assertThat(table.objects().children("")).hasSize(2).allMatch(key -> key.endsWith(".avro"));
    }

    @Test
    void shouldReadAndWriteAboutAsMuchHoweverManyPublicationsWereBefore() {
        // Given a commit every six minutes
        List<Integer> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            table.pass(Duration.ofMinutes(6));
            table.load("job" + i, rows(i, i + 1));
            CountedStore counted = new CountedStore(table.objects());
            table.view(objects -> counted).publish();
            calls.add(counted.bytes);
        }
        // Then
        int early = IntStream.range(90, 110).map(calls::get).max().orElseThrow();
        int late = IntStream.range(280, 300).map(calls::get).max().orElseThrow();
        assertThat(late).isLessThan(2 * early);
        expectWholeView();
    }

    /** Counts bytes that are read and written. */
    private static final class CountedStore extends ForwardingObjectStore {
        private int bytes;

        CountedStore(ObjectStore objects) {
            super(objects);
        }

        @Override
        public PutResult putIfAbsent(String key, byte[] written) {
            bytes += written.length;
            return super.putIfAbsent(key, written);
        }

        @Override
        public Optional<byte[]> get(String key) {
            Optional<byte[]> found = super.get(key);
            bytes += found.map(read -> read.length).orElse(0);
            return found;
        }
    }
}
