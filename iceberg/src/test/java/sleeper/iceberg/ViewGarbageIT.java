package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.partition.PartitionTree;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.Verdict;

/** What is taken of a view's files, and what readers still need. */
class ViewGarbageIT {
    @TempDir
    private Path home;

    private ViewedTable table;

    @BeforeEach
    void createTable() {
        table = ViewedTable.create(home, ViewedTable.SCHEMA, PartitionTree.single(1));
    }

    @Test
    void shouldTakeNothingThatAMovedViewNeedsAndMakeItAnew() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
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

    @Test
    void shouldKeepWhatAReaderNeedsWhenTheViewIsMadeAnew() {
        // Given a reader of a view that is old
        table.load("first", ViewedTable.rows(0, 10));
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
        table.expectWholeView();
    }

    @Test
    void shouldTakeWhatAKilledPublisherWasWriting() throws IOException {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
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

    @Test
    void shouldTakeMetadataThatNoReaderNeeds() {
        // Given versions and manifests of thirty publications, of which the last snapshots alone are kept
        for (int i = 0; i < 30; i++) {
            table.pass(ViewedTable.KEEP.multipliedBy(2));
            table.load("job" + i, ViewedTable.rows(i, i + 1));
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
        table.expectWholeView();
        assertThat(table.view().collect(false, Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldKeepWhatAReaderOfAnOlderSnapshotNeeds() {
        // Given a reader that has begun with the first of two snapshots, each younger than readers have
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        Table before = table.shown();
        table.load("second", ViewedTable.rows(10, 20));
        table.view().publish();
        // When
        table.pass(ViewedTable.KEEP.dividedBy(2));
        assertThat(table.view().collect(false, Duration.ZERO)).isEmpty();
        // Then
        assertThat(ViewedTable.files(before, Expressions.alwaysTrue())).hasSize(1);
    }

    @Test
    void shouldTakeTheMetadataOfADroppedTableOnceReadersHaveHadTime() {
        // Given
        table.load("first", ViewedTable.rows(0, 10));
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
        table.load("first", ViewedTable.rows(0, 10));
        table.view().publish();
        assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
        // When / Then
        assertThat(table.view().collect(false, ViewedTable.KEEP))
                .containsExactly("v1.metadata.json", "version-hint.text");
        assertThat(table.objects().children("")).hasSize(2).allMatch(key -> key.endsWith(".avro"));
    }
}
