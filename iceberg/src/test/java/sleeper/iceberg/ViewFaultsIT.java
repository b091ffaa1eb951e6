package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.TransientFailureException;
import sleeper.core.partition.PartitionTree;
import sleeper.iceberg.IcebergView.Published;
import sleeper.iceberg.ViewVersions.Newest;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.Verdict;

/** What a view shows after deaths, torn and lost files, other engines, and stores that do not say what they did. */
class ViewFaultsIT {
    @TempDir
    private Path home;

    private ViewedTable table;

    @BeforeEach
    void createTable() {
        table = ViewedTable.create(home, ViewedTable.SCHEMA, PartitionTree.single(1));
    }

    @Test
    void shouldPassOverAVersionThatIsTorn() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        assertThat(table.objects().putIfAbsent("v2.metadata.json", "{\"format-".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(PutResult.STORED);
        table.load("second", ViewedTable.rows(10, 20));
        // When
        Published published = table.view().publish();
        // Then
        assertThat(published.version()).isEqualTo(3);
        assertThat(table.snapshotIds()).hasSize(2);
        table.expectWholeView();
    }

    @Test
    void shouldMakeAnewWhatSomebodyDeleted() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        UUID id = table.shown().uuid();
        int loads = 0;
        for (String kind : List.of("version-hint.text", "v", "snap-", ".avro", "")) {
            // When
            table.objects().children("").stream()
                    .filter(name -> name.startsWith(kind) || name.contains(kind))
                    .forEach(table.objects()::delete);
            table.load("after-" + ++loads, ViewedTable.rows(10, 20));
            table.view().publish();
            // Then
            assertThat(table.shown().uuid()).isEqualTo(id);
            table.expectWholeView();
        }
    }

    @Test
    void shouldBeAsItWasWhereverAPublisherIsKilled() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        for (int writes = 0; ; writes++) {
            table.load("next" + writes, ViewedTable.rows(writes, writes + 5));
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
            table.expectWholeView();
        }
        table.expectWholeView();
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
    void shouldPublishAMovedHomeAnew() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        // When
        Published moved =
                table.view(objects -> objects, Locations.below("/elsewhere")).publish();
        // Then
        assertThat(moved.snapshots()).isEqualTo(1);
        assertThat(moved.metadata()).contains("file:///elsewhere/sleeper-tables/orders/metadata/v2.metadata.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-snap-", "-m0.avro"})
    void shouldMakeAnewAViewWhoseFilesWereCut(String part) {
        table.load("first", ViewedTable.rows(0, 10));
        table.load("second", ViewedTable.rows(10, 20));
        table.view().publish();
        int loads = 0;
        int length = table.objects().get(table.keys(part).get(0)).orElseThrow().length;
        for (int left : List.of(0, 10, length / 2, length - 30, length - 1)) {
            // Given files of which only the beginning is there
            for (String key : table.keys(part)) {
                byte[] whole = table.objects().get(key).orElseThrow();
                table.replace(key, Arrays.copyOf(whole, Math.min(left, whole.length)));
            }
            // When
            table.view().collect(false, Duration.ZERO);
            // Then
            table.expectWholeView();
            // And the next publication finds nothing wrong
            table.load("after-" + ++loads, ViewedTable.rows(20, 25));
            assertThat(table.view().publish().snapshots()).isEqualTo(1);
            table.expectWholeView();
        }
    }

    @Test
    void shouldSeeWithNothingNewThatAListOfManifestsIsGone() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        Published first = table.view().publish();
        table.keys("-snap-").forEach(table.objects()::delete);
        // When
        Published again = table.view().publish();
        // Then
        assertThat(again.version()).isEqualTo(first.version() + 1);
        table.expectWholeView();
    }

    @Test
    void shouldNotWriteAVersionThatHasLostFilesOfAManifest() {
        // Given so many small manifests that the next publication puts them together, of which one was cut
        for (int job = 0; job < 99; job++) {
            table.load("job" + job, ViewedTable.rows(job, job + 1));
        }
        table.view().publish();
        String first = table.keys("-m0.avro").get(0);
        byte[] whole = table.objects().get(first).orElseThrow();
        table.replace(first, Arrays.copyOf(whole, whole.length - 30));
        for (int job = 99; job < 102; job++) {
            table.load("job" + job, ViewedTable.rows(job, job + 1));
            // When
            table.view().publish();
        }
        // Then
        table.view().collect(false, Duration.ZERO);
        table.expectWholeView();
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
        table.load("first", ViewedTable.rows(0, 10));
        table.load("second", ViewedTable.rows(10, 20));
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
        table.expectWholeView();
    }

    @Test
    void shouldMakeAnewWhatAnotherEngineTurnedBack() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.load("second", ViewedTable.rows(10, 20));
        table.view().publish();
        writable().manageSnapshots().rollbackTo(table.snapshotIds().get(0)).commit();
        // When
        table.view().publish();
        // Then
        table.expectWholeView();
    }

    @Test
    void shouldGoOnAfterAPublisherWhoseClockWasAhead() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        String json = new String(table.objects().get("v1.metadata.json").orElseThrow(), StandardCharsets.UTF_8);
        Matcher updated = Pattern.compile("\"last-updated-ms\":([0-9]+)").matcher(json);
        assertThat(updated.find()).isTrue();
        long ahead = Long.parseLong(updated.group(1)) + Duration.ofDays(1).toMillis();
        byte[] written = json.replace(updated.group(1), Long.toString(ahead)).getBytes(StandardCharsets.UTF_8);
        table.replace("v1.metadata.json", written);
        table.load("second", ViewedTable.rows(10, 20));
        // When
        Published published = table.view().publish();
        // Then
        assertThat(published.version()).isEqualTo(2);
        table.expectWholeView();
    }

    /** A table of the same name is made, loaded and published while the view of the one before is taken away. */
    @Test
    void shouldShowATableThatWasMadeWhileTheOneBeforeWasTakenAway() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
        // When
        Published published = table.view(objects -> new ForwardingObjectStore(objects) {
                    private boolean made;

                    @Override
                    public List<String> children(String prefix) {
                        if (!made) {
                            made = true;
                            table.create(ViewedTable.SCHEMA, PartitionTree.single(1));
                            table.load("second", ViewedTable.rows(0, 5));
                            table.view().publish();
                        }
                        return super.children(prefix);
                    }
                })
                .publish();
        // Then
        assertThat(published.table()).isPresent();
        table.expectWholeView();
    }

    @Test
    void shouldShowNoTableThatIsDroppedBeforeItsMetadataIsRead() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
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
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        table.load("second", ViewedTable.rows(10, 20));
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
        table.expectWholeView();
    }

    @Test
    void shouldMakeAnewAViewThatLacksAManifestThatItNames() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        table.objects().children("").stream()
                .filter(key -> key.endsWith("-m0.avro"))
                .forEach(table.objects()::delete);
        // When
        table.view().collect(false, Duration.ZERO);
        // Then
        table.expectWholeView();
    }
}
