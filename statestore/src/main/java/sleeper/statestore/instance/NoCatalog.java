package sleeper.statestore.instance;

import sleeper.core.table.TableName;

/** Stands for no catalog. */
final class NoCatalog implements ViewCatalog {
    private static final Entry NOWHERE = new Entry(State.NO_CATALOG, "", "", "", "");

    @Override
    public Entry look(TableName table) {
        return NOWHERE;
    }

    @Override
    public boolean list(Entry seen, Listing listing) {
        throw new IllegalStateException("there is no catalog to list " + listing.table() + " in");
    }

    @Override
    public void remove(TableName table, Entry seen) {
        throw new IllegalStateException("there is no catalog to remove " + table + " from");
    }
}
