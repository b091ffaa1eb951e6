package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.TransientFailureException;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.iceberg.IcebergView.Published;
import sleeper.iceberg.ViewVersions.Newest;
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
        return rows(from, to, 1);
    }

    private static List<Map<String, Object>> rows(long from, long to, long step) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long key = from; key < to; key += step) {
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
    void shouldShowASnapshotOfMoreFilesThanAreHeldAtOnce() {
        // Given 17 commits of long ago, of 64 files each
        split(64);
        for (int job = 0; job < 17; job++) {
            table.load("job" + job, rows(0, 6_400, 50));
        }
        table.pass(ViewedTable.KEEP.multipliedBy(2));
        // When
        Published published = table.view().publish();
        // Then
        assertThat(published.files()).isEqualTo(64 * 17);
        assertThat(snapshots(table.shown()))
                .extracting(snapshot -> snapshot.summary().get("total-records"))
                .containsExactly(Integer.toString(128 * 17));
        expectWholeView();
        assertThat(ViewedTable.files(table.shown(), Expressions.equal("customer", 750L)))
                .hasSize(17);
        // And it goes on, and is made anew, as others are
        table.load("next", rows(0, 10));
        assertThat(table.view().publish().snapshots()).isEqualTo(1);
        expectWholeView();
        keys("-a0.avro").forEach(table.objects()::delete);
        assertThat(table.view().collect(false, Duration.ZERO)).isEmpty();
        expectWholeView();
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
    void shouldTakeNothingThatAMovedViewNeedsAndMakeItAnew() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        IcebergView moved = table.view(objects -> objects, Locations.below("/elsewhere"));
        // When
        assertThat(moved.collect(true, Duration.ZERO)).isEmpty();
        assertThat(moved.collect(false, Duration.ZERO)).isEmpty();
        // Then
        assertThat(moved.publish().version()).isEqualTo(2);
        table.pass(ViewedTable.KEEP.multipliedBy(2));
        assertThat(moved.collect(false, Duration.ZERO)).hasSize(2).allMatch(key -> key.endsWith(".avro"));
    }

    private void replace(String key, byte[] bytes) {
        assertThat(table.objects().delete(key)).isTrue();
        assertThat(table.objects().putIfAbsent(key, bytes)).isEqualTo(PutResult.STORED);
    }

    private List<String> keys(String part) {
        return table.objects().children("").stream()
                .filter(key -> key.contains(part))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-snap-", "-m0.avro"})
    void shouldMakeAnewAViewWhoseFilesWereCut(String part) {
        table.load("first", rows(0, 10));
        table.load("second", rows(10, 20));
        table.view().publish();
        int loads = 0;
        int length = table.objects().get(keys(part).get(0)).orElseThrow().length;
        for (int left : List.of(0, 10, length / 2, length - 30, length - 1)) {
            // Given files of which only the beginning is there
            for (String key : keys(part)) {
                byte[] whole = table.objects().get(key).orElseThrow();
                replace(key, Arrays.copyOf(whole, Math.min(left, whole.length)));
            }
            // When
            table.view().collect(false, Duration.ZERO);
            // Then
            expectWholeView();
            // And the next publication finds nothing wrong
            table.load("after-" + ++loads, rows(20, 25));
            assertThat(table.view().publish().snapshots()).isEqualTo(1);
            expectWholeView();
        }
    }

    @Test
    void shouldSeeWithNothingNewThatAListOfManifestsIsGone() {
        // Given
        table.load("first", rows(0, 10));
        Published first = table.view().publish();
        keys("-snap-").forEach(table.objects()::delete);
        // When
        Published again = table.view().publish();
        // Then
        assertThat(again.version()).isEqualTo(first.version() + 1);
        expectWholeView();
    }

    @Test
    void shouldNotWriteAVersionThatHasLostFilesOfAManifest() {
        // Given so many small manifests that the next publication puts them together, of which one was cut
        for (int job = 0; job < 99; job++) {
            table.load("job" + job, rows(job, job + 1));
        }
        table.view().publish();
        String first = keys("-m0.avro").get(0);
        byte[] whole = table.objects().get(first).orElseThrow();
        replace(first, Arrays.copyOf(whole, whole.length - 30));
        for (int job = 99; job < 102; job++) {
            table.load("job" + job, rows(job, job + 1));
            // When
            table.view().publish();
        }
        // Then
        table.view().collect(false, Duration.ZERO);
        expectWholeView();
    }

    private Table writable() {
        ViewFiles files = new ViewFiles(
                table.objects(),
                ViewedTable.PLACE.of(table.log().storage().location().metadata()));
        ViewVersions versions = new ViewVersions(table.objects(), files);
        Newest newest = versions.newest();
        ViewOperations operations = new ViewOperations(
                files, versions, newest.last() + 1, newest.metadata().orElseThrow(), "0000000000000-", Set.of());
        operations.giveNext(77);
        return new BaseTable(operations, "orders");
    }

    @Test
    void shouldMakeAnewWhatAnotherEngineWroteTo() {
        // Given
        table.load("first", rows(0, 10));
        table.load("second", rows(10, 20));
        table.view().publish();
        writable()
                .newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath("file:///of/a/stranger.parquet")
                        .withFileSizeInBytes(10)
                        .withRecordCount(1)
                        .build())
                .commit();
        // When
        table.view().publish();
        // Then
        expectWholeView();
    }

    @Test
    void shouldMakeAnewWhatAnotherEngineTurnedBack() {
        // Given
        table.load("first", rows(0, 10));
        table.load("second", rows(10, 20));
        table.view().publish();
        writable().manageSnapshots().rollbackTo(ids().get(0)).commit();
        // When
        table.view().publish();
        // Then
        expectWholeView();
    }

    @Test
    void shouldGoOnAfterAPublisherWhoseClockWasAhead() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        String json = new String(table.objects().get("v1.metadata.json").orElseThrow(), StandardCharsets.UTF_8);
        Matcher updated = Pattern.compile("\"last-updated-ms\":([0-9]+)").matcher(json);
        assertThat(updated.find()).isTrue();
        long ahead = Long.parseLong(updated.group(1)) + Duration.ofDays(1).toMillis();
        byte[] written = json.replace(updated.group(1), Long.toString(ahead)).getBytes(StandardCharsets.UTF_8);
        replace("v1.metadata.json", written);
        table.load("second", rows(10, 20));
        // When
        Published published = table.view().publish();
        // Then
        assertThat(published.version()).isEqualTo(2);
        expectWholeView();
    }

    @Test
    void shouldKeepWhatAReaderNeedsWhenTheViewIsMadeAnew() {
        // Given a reader of a view that is old
        table.load("first", rows(0, 10));
        table.view().publish();
        table.pass(ViewedTable.KEEP.multipliedBy(10));
        Table before = table.shown();
        // When
        table.view().rebuild();
        assertThat(table.view().collect(false, Duration.ZERO)).isEmpty();
        // Then
        assertThat(ViewedTable.files(before, Expressions.alwaysTrue())).hasSize(1);
        table.pass(ViewedTable.KEEP.plusSeconds(1));
        assertThat(table.view().collect(false, Duration.ZERO)).hasSize(2);
        expectWholeView();
    }

    @Test
    void shouldTakeWhatAKilledPublisherWasWriting() throws IOException {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        Path folder = table.metadataFolder();
        Path young = folder.resolve(".9999999999999-snap-1.avro.1-abc-1.unfinished");
        Path old = folder.resolve(".1600000000000-snap-2.avro.1-abc-2.unfinished");
        Files.createFile(young);
        Files.createFile(old);
        // When
        List<String> gone = table.view().collect(false, Duration.ZERO);
        // Then
        assertThat(gone).containsExactly(old.getFileName().toString());
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    /** A table of the same name is made, loaded and published while the view of the one before is taken away. */
    @Test
    void shouldShowATableThatWasMadeWhileTheOneBeforeWasTakenAway() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
        // When
        Published published = table.view(objects -> new ForwardingObjectStore(objects) {
                    private boolean made;

                    @Override
                    public List<String> children(String prefix) {
                        if (!made) {
                            made = true;
                            table.create(SCHEMA, PartitionTree.single(1));
                            table.load("second", rows(0, 5));
                            table.view().publish();
                        }
                        return super.children(prefix);
                    }
                })
                .publish();
        // Then
        assertThat(published.table()).isPresent();
        expectWholeView();
    }

    @Test
    void shouldShowNoTableThatIsDroppedBeforeItsMetadataIsRead() {
        // Given
        table.load("first", rows(0, 10));
        table.view().publish();
        IcebergView view = table.view(objects -> new ForwardingObjectStore(objects) {
            private int reads;

            @Override
            public Optional<byte[]> get(String key) {
                if (ViewVersions.isVersion(key) && ViewVersions.number(key) == 1 && ++reads == 2) {
                    assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
                    table.view().publish();
                }
                return super.get(key);
            }
        });
        // When / Then
        assertThat(view.show()).isEmpty();
    }

    @Test
    void shouldLeaveWhatAWriteOfUnknownOutcomeMayNameYet() {
        // Given a store that does not answer whether it wrote the next version, which comes late
        table.load("first", rows(0, 10));
        table.view().publish();
        table.load("second", rows(10, 20));
        Map<String, byte[]> late = new HashMap<>();
        IcebergView view = table.view(objects -> new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                if (ViewVersions.isVersion(key)) {
                    late.put(key, bytes);
                    return PutResult.UNKNOWN;
                }
                return super.putIfAbsent(key, bytes);
            }
        });
        // When
        assertThatThrownBy(view::publish)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("OUTCOME_UNKNOWN");
        late.forEach((key, bytes) ->
                assertThat(table.objects().putIfAbsent(key, bytes)).isEqualTo(PutResult.STORED));
        // Then
        assertThat(table.view().publish().version()).isEqualTo(2);
        expectWholeView();
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
