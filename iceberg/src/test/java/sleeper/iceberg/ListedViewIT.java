package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.TransientFailureException;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.iceberg.ListedView.Outcome;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.instance.ViewCatalog.Listing;
import sleeper.statestore.instance.ViewCatalog.State;
import sleeper.statestore.table.Verdict;
import sleeper.testkit.view.InMemoryViewCatalog;

class ListedViewIT {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("customer", PrimitiveType.LONG)), List.of(), List.of());

    @TempDir
    private Path home;

    private final InMemoryViewCatalog catalog = new InMemoryViewCatalog("sleeper_one");
    private ViewedTable table;

    @BeforeEach
    void createTable() {
        table = ViewedTable.create(home, SCHEMA, PartitionTree.single(1));
    }

    private ListedView listed() {
        return new ListedView(ViewedTable.NAME, table.view(), catalog);
    }

    private Outcome publish() {
        return listed().publish(false);
    }

    private void load(String job) {
        table.load(job, List.of(Map.of("customer", 1L)));
    }

    private String metadata() {
        return catalog.look(ViewedTable.NAME).metadata();
    }

    private void drop() {
        assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
    }

    @Test
    void shouldListWhereTheNewestMetadataIs() {
        load("first");
        Outcome first = publish();
        load("second");
        Outcome second = publish();

        assertThat(first.entry().name()).isEqualTo("sleeper_one.orders");
        assertThat(first.published().metadata()).contains(first.entry().metadata());
        assertThat(second.entry()).isEqualTo(catalog.look(ViewedTable.NAME));
        assertThat(second.published().metadata()).contains(metadata());
        assertThat(metadata()).isNotEqualTo(first.entry().metadata());
    }

    @Test
    void shouldWriteNothingWhereNothingIsNew() {
        load("first");
        Outcome first = publish();

        assertThat(publish().entry()).isEqualTo(first.entry());
    }

    @Test
    void shouldListAViewThatIsMadeAnew() {
        load("first");
        Outcome first = publish();

        Outcome anew = listed().publish(true);

        assertThat(anew.published().version()).isGreaterThan(first.published().version());
        assertThat(anew.published().metadata()).contains(metadata());
    }

    @Test
    void shouldListWhatWasPublishedAndNotListedBeforeAPublisherDied() {
        load("first");
        var unused = table.view().publish();

        assertThat(publish().published().metadata()).contains(metadata());
    }

    @Test
    void shouldNotPutAnOlderViewInPlaceOfANewerOne() {
        // Given another publisher lists a newer view just before ours is written
        load("first");
        List<Outcome> others = new ArrayList<>();
        catalog.beforeNextWrite(() -> {
            load("second");
            others.add(publish());
        });
        // When
        Outcome ours = publish();
        // Then
        assertThat(metadata()).isEqualTo(others.get(0).entry().metadata());
        assertThat(ours.published().metadata()).contains(metadata());
    }

    @Test
    void shouldTakeOutATableThatWasDropped() {
        load("first");
        var unusedFirst = publish();
        drop();

        assertThat(publish().entry().state()).isEqualTo(State.ABSENT);
        assertThat(catalog.look(ViewedTable.NAME).state()).isEqualTo(State.ABSENT);
    }

    @Test
    void shouldNotBringBackATableThatIsDroppedBeforeItIsListed() {
        load("first");
        catalog.beforeNextWrite(this::drop);

        Outcome outcome = publish();

        assertThat(outcome.published().metadata()).isEmpty();
        assertThat(catalog.look(ViewedTable.NAME).state()).isEqualTo(State.ABSENT);
    }

    @Test
    void shouldListATableThatIsCreatedAgainWhileTheOldOneIsTakenOut() {
        load("first");
        var unusedFirst = publish();
        drop();
        catalog.beforeNextWrite(() -> {
            table.create(SCHEMA, PartitionTree.single(1));
            var unused = publish();
        });

        Outcome outcome = publish();

        assertThat(outcome.entry().state()).isEqualTo(State.LISTED);
        assertThat(outcome.published().metadata()).contains(metadata());
    }

    @Test
    void shouldPublishATableWhoseNameInTheCatalogIsAnothersAndLeaveThatAlone() {
        TableName namesake = new TableName("Orders");
        Listing others = new Listing(namesake, "s3://other/v1.metadata.json", "s3://other", 1, SCHEMA);
        assertThat(catalog.list(catalog.look(namesake), others)).isTrue();
        load("first");

        Outcome outcome = publish();

        assertThat(outcome.published().version()).isEqualTo(1);
        assertThat(outcome.entry().state()).isEqualTo(State.TAKEN);
        assertThat(outcome.entry().holder()).isEqualTo("table Orders");
        assertThat(catalog.look(namesake).metadata()).isEqualTo("s3://other/v1.metadata.json");
    }

    @Test
    void shouldPublishWhereThereIsNoCatalog() {
        load("first");

        Outcome outcome = new ListedView(ViewedTable.NAME, table.view(), ViewCatalog.NONE).publish(false);

        assertThat(outcome.published().version()).isEqualTo(1);
        assertThat(outcome.entry().state()).isEqualTo(State.NO_CATALOG);
    }

    /** Whoever comes first each time leaves ours no room. */
    private final class Busy implements ViewCatalog {
        @Override
        public Entry look(TableName name) {
            return catalog.look(name);
        }

        @Override
        public boolean list(Entry seen, Listing listing) {
            return false;
        }

        @Override
        public void remove(TableName name, Entry seen) {
            catalog.remove(name, seen);
        }
    }

    @Test
    void shouldGiveUpWhereOthersAlwaysWriteFirst() {
        load("first");
        ListedView view = new ListedView(ViewedTable.NAME, table.view(), new Busy());

        assertThatThrownBy(() -> view.publish(false))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("table orders was not listed in the catalog")
                .hasMessageContaining("sleeper_one.orders");
    }
}
