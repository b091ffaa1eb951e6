package sleeper.testkit.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.ViewCatalog;

class InMemoryViewCatalogTest extends ViewCatalogContract {
    private final InMemoryViewCatalog catalog = new InMemoryViewCatalog("sleeper_one");

    @Override
    protected ViewCatalog catalog() {
        return catalog;
    }

    @Test
    void shouldLetOthersInOnceBeforeAWrite() {
        List<String> others = new ArrayList<>();
        catalog.beforeNextWrite(() -> others.add("in"));
        TableName table = new TableName("a");

        catalog.remove(table, catalog.look(table));
        catalog.remove(table, catalog.look(table));

        assertThat(others).hasSize(1);
    }
}
