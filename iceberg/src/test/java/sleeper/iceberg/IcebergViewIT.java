package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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
import sleeper.iceberg.IcebergView.Published;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.Verdict;

class IcebergViewIT {
    @TempDir
    private Path home;

    private ViewedTable table;

    @BeforeEach
    void createTable() {
        table = ViewedTable.create(home, ViewedTable.SCHEMA, PartitionTree.single(1));
    }

    @Test
    void shouldShowEachCommitAsASnapshotThatNamesItsJob() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        Published one = table.view().publish();
        table.load("second", ViewedTable.rows(10, 20));
        table.load("third", ViewedTable.rows(20, 30));
        // When
        Published two = table.view().publish();
        // Then
        assertThat(one.snapshots()).isEqualTo(1);
        assertThat(two.snapshots()).isEqualTo(2);
        assertThat(two.slot()).isEqualTo(table.log().state().slot());
        assertThat(table.snapshots())
                .extracting(snapshot -> snapshot.summary().get("sleeper.attempts"))
                .containsExactly("first-a1", "second-a1", "third-a1");
        assertThat(table.snapshots())
                .extracting(snapshot -> snapshot.summary().get("total-records"))
                .containsExactly("10", "20", "30");
        table.expectWholeView();
    }

    /** Splits the table at 100, 200 and so on. */
    private void split(int leaves) {
        List<LeafCut> cuts = new ArrayList<>();
        PartitionTree tree = PartitionTree.single(1);
        for (int i = 1; i < leaves; i++) {
            LeafCut cut =
                    new LeafCut(tree.leaves().get(tree.leaves().size() - 1).id(), 0, new KeyValue.OfLong(i * 100L));
            cuts.add(cut);
            tree = tree.split(List.of(cut));
        }
        assertThat(table.log().split(table.incarnation(), cuts)).isInstanceOf(Verdict.Done.class);
    }

    @Test
    void shouldLeadAReaderToTheFilesThatMayHoldItsKey() {
        // Given a table of 16 partitions
        split(16);
        table.load("all", ViewedTable.rows(0, 1600));
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
    void shouldShowASnapshotOfMoreFilesThanAreHeldAtOnce() {
        // Given 17 commits of long ago, of 64 files each
        split(64);
        for (int job = 0; job < 17; job++) {
            table.load("job" + job, ViewedTable.rows(0, 6_400, 50));
        }
        table.pass(ViewedTable.KEEP.multipliedBy(2));
        // When
        Published published = table.view().publish();
        // Then
        assertThat(published.files()).isEqualTo(64 * 17);
        assertThat(table.snapshots())
                .extracting(snapshot -> snapshot.summary().get("total-records"))
                .containsExactly(Integer.toString(128 * 17));
        table.expectWholeView();
        assertThat(ViewedTable.files(table.shown(), Expressions.equal("customer", 750L)))
                .hasSize(17);
        // And it goes on, and is made anew, as others are
        table.load("next", ViewedTable.rows(0, 10));
        assertThat(table.view().publish().snapshots()).isEqualTo(1);
        table.expectWholeView();
        table.keys("-a0.avro").forEach(table.objects()::delete);
        assertThat(table.view().collect(false, Duration.ZERO)).isEmpty();
        table.expectWholeView();
    }

    @Test
    void shouldAddNothingWhereThereIsNothingNew() {
        table.load("first", ViewedTable.rows(0, 10));
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
        table.load("old", ViewedTable.rows(0, 10), false);
        table.load("other", ViewedTable.rows(10, 20), false);
        table.view().publish();
        assertThat(ViewedTable.files(table.shown(), Expressions.equal("customer", 12L)))
                .hasSize(1);
    }

    @Test
    void shouldShowEachSlotOnceHoweverManyPublishAtOnce() throws Exception {
        // Given
        for (int job = 0; job < 10; job++) {
            table.load("job" + job, ViewedTable.rows(job, job + 1));
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
        table.expectWholeView();
    }

    @Test
    void shouldGiveTheSameIdsWhenItIsMadeAnew() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        table.load("second", ViewedTable.rows(10, 20));
        table.view().publish();
        UUID id = table.shown().uuid();
        List<Long> ids = table.snapshotIds();
        // When
        Published anew = table.view().rebuild();
        // Then
        assertThat(anew.version()).isEqualTo(3);
        assertThat(table.shown().uuid()).isEqualTo(id);
        assertThat(table.snapshotIds()).isEqualTo(ids);
        table.expectWholeView();
    }

    @Test
    void shouldMakeOneSnapshotOfThoseThatNobodyReadsAnyMore() {
        // Given commits of long ago, and two that are young
        for (int job = 0; job < 5; job++) {
            table.load("old" + job, ViewedTable.rows(job, job + 1));
        }
        table.pass(ViewedTable.KEEP.multipliedBy(2));
        table.load("young1", ViewedTable.rows(10, 20));
        table.load("young2", ViewedTable.rows(20, 30));
        // When
        table.view().publish();
        // Then
        assertThat(table.snapshots())
                .extracting(snapshot -> snapshot.summary().get("sleeper.attempts"))
                .containsExactly("old4-a1", "young1-a1", "young2-a1");
        table.expectWholeView();
    }

    @Test
    void shouldKeepASnapshotUntilItWasReplacedForAsLongAsReadersHave() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        long first = table.shown().currentSnapshot().snapshotId();
        table.pass(ViewedTable.KEEP.multipliedBy(10));
        table.load("second", ViewedTable.rows(10, 20));
        table.view().publish();
        // Then the first was the newest a moment ago
        assertThat(table.snapshotIds()).hasSize(2).contains(first);
        // When
        table.pass(ViewedTable.KEEP);
        table.load("third", ViewedTable.rows(20, 30));
        table.view().publish();
        // Then
        assertThat(table.snapshotIds()).hasSize(2).doesNotContain(first);
        table.expectWholeView();
    }

    @Test
    void shouldShowNoTableThatWasDropped() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
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
        table.create(ViewedTable.SCHEMA, PartitionTree.single(1));
        table.load("second", ViewedTable.rows(0, 5));
        table.view().publish();
        assertThat(table.shown().uuid()).isNotEqualTo(id);
        table.expectWholeView();
    }

    @Test
    void shouldShowAnAddedFieldUnderANumberOfItsOwn() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
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
        table.load("second", ViewedTable.rows(10, 20));
        table.view().publish();
        table.expectWholeView();
    }

    @Test
    void shouldReadAndWriteAboutAsMuchHoweverManyPublicationsWereBefore() {
        // Given a commit every six minutes
        List<Integer> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            table.pass(Duration.ofMinutes(6));
            table.load("job" + i, ViewedTable.rows(i, i + 1));
            CountedStore counted = new CountedStore(table.objects());
            table.view(objects -> counted).publish();
            calls.add(counted.bytes);
        }
        // Then
        int early = IntStream.range(90, 110).map(calls::get).max().orElseThrow();
        int late = IntStream.range(280, 300).map(calls::get).max().orElseThrow();
        assertThat(late).isLessThan(2 * early);
        table.expectWholeView();
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
