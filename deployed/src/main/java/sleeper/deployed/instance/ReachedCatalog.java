package sleeper.deployed.instance;

import sleeper.core.table.TableName;
import sleeper.statestore.instance.ViewCatalog;

/** A catalog as a command reaches it: it does not wait longer than the tries of each request for somebody who answers. */
record ReachedCatalog(ViewCatalog catalog) implements ViewCatalog {
    @Override
    public Entry look(TableName table) {
        return Reached.by(() -> catalog.look(table));
    }

    @Override
    public boolean list(Entry seen, Listing listing) {
        return Reached.by(() -> catalog.list(seen, listing));
    }

    @Override
    public void remove(TableName table, Entry seen) {
        boolean unused = Reached.by(() -> {
            catalog.remove(table, seen);
            return true;
        });
    }
}
