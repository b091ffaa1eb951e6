package sleeper.testkit.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.instance.ViewCatalog.Entry;
import sleeper.statestore.instance.ViewCatalog.Listing;
import sleeper.statestore.instance.ViewCatalog.State;

/** What every {@link ViewCatalog} keeps. Each test has an empty catalog. */
public abstract class ViewCatalogContract {
    private static final TableName ORDERS = new TableName("Orders-7");
    private static final TableName NAMESAKE = new TableName("orders-7");

    /** @return the same catalog for one test; its names begin with {@code sleeper_one.} */
    protected abstract ViewCatalog catalog();

    private static Listing listing(TableName table, int version) {
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of());
        String root = "s3://sleeper-one-data/" + table;
        return new Listing(table, root + "/metadata/v" + version + ".metadata.json", root, version, schema);
    }

    private Entry listed(TableName table, int version) {
        assertThat(catalog().list(catalog().look(table), listing(table, version)))
                .isTrue();
        return catalog().look(table);
    }

    @Test
    public void shouldHaveNothingOfATableThatWasNeverListed() {
        assertThat(catalog().look(ORDERS)).isEqualTo(new Entry(State.ABSENT, "sleeper_one.orders-7", "", "", ""));
    }

    @Test
    public void shouldSayWhereTheMetadataOfAListedTableIs() {
        Entry entry = listed(ORDERS, 1);

        assertThat(entry.state()).isEqualTo(State.LISTED);
        assertThat(entry.name()).isEqualTo("sleeper_one.orders-7");
        assertThat(entry.metadata()).isEqualTo("s3://sleeper-one-data/Orders-7/metadata/v1.metadata.json");
        assertThat(entry.version()).isNotEmpty();
        assertThat(entry.holder()).isEmpty();
    }

    @Test
    public void shouldListANewerViewOverTheOneThatWasSeen() {
        Entry unused = listed(ORDERS, 1);

        assertThat(listed(ORDERS, 2).metadata()).endsWith("/v2.metadata.json");
    }

    @Test
    public void shouldNotListATableAsNewThatAnotherHasListedMeanwhile() {
        Entry absent = catalog().look(ORDERS);
        Entry newer = listed(ORDERS, 2);

        assertThat(catalog().list(absent, listing(ORDERS, 1))).isFalse();
        assertThat(catalog().look(ORDERS)).isEqualTo(newer);
    }

    @Test
    public void shouldNotListOverWhatAnotherHasListedMeanwhile() {
        Entry seen = listed(ORDERS, 1);
        Entry newer = listed(ORDERS, 3);

        assertThat(catalog().list(seen, listing(ORDERS, 2))).isFalse();
        assertThat(catalog().look(ORDERS)).isEqualTo(newer);
    }

    @Test
    public void shouldNotListOverWhatAnotherHasRemovedMeanwhile() {
        Entry seen = listed(ORDERS, 1);
        catalog().remove(ORDERS, seen);

        assertThat(catalog().list(seen, listing(ORDERS, 2))).isFalse();
        assertThat(catalog().look(ORDERS).state()).isEqualTo(State.ABSENT);
    }

    @Test
    public void shouldRemoveATableAndListItAgain() {
        catalog().remove(ORDERS, listed(ORDERS, 1));

        assertThat(catalog().look(ORDERS).state()).isEqualTo(State.ABSENT);
        assertThat(listed(ORDERS, 2).state()).isEqualTo(State.LISTED);
    }

    @Test
    public void shouldRemoveWhatIsGoneAlready() {
        Entry seen = listed(ORDERS, 1);
        catalog().remove(ORDERS, seen);
        catalog().remove(ORDERS, seen);

        assertThat(catalog().look(ORDERS).state()).isEqualTo(State.ABSENT);
    }

    @Test
    public void shouldSayWhoseTheNameIsOfATableThatDiffersByCaseOnly() {
        Entry unused = listed(ORDERS, 1);

        Entry taken = catalog().look(NAMESAKE);

        assertThat(taken.state()).isEqualTo(State.TAKEN);
        assertThat(taken.holder()).isEqualTo("table Orders-7");
        assertThat(taken.metadata()).isEmpty();
    }
}
