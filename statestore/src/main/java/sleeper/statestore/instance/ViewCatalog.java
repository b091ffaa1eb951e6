package sleeper.statestore.instance;

import sleeper.core.error.TransientFailureException;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.core.util.Require;

/**
 * Port: the catalog in which other engines look for the views of tables. An entry says where the newest metadata of a table is. Safe for
 * use by many threads and processes.
 *
 * <p><b>An older view never takes the place of a newer one</b> if whoever publishes looks first, then catches up with the table's log,
 * and writes only over what was seen: what others wrote before the look is no newer than what the log gives after it, and what they wrote
 * since then is not overwritten.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} if the catalog refused or did not answer, with the action that
 * is missing if the caller may not do it; the same may be tried again.
 */
public interface ViewCatalog {
    /** There is none: nobody but the instance itself knows where metadata is. */
    ViewCatalog NONE = new NoCatalog();

    /** What a catalog has under the name of a table. */
    enum State {
        /** There is no catalog. */
        NO_CATALOG,
        ABSENT,
        /** The table's own entry. */
        LISTED,
        /** The entry of something else, which stays: of a table whose name differs by case only, or none of the instance's. */
        TAKEN
    }

    /**
     * What a catalog has of a table.
     *
     * @param name     by which engines find the table, such as {@code sleeper_prod.orders}; empty where there is no catalog
     * @param metadata where the entry says that the table's metadata is; empty unless it is the table's own
     * @param version  of the entry, as the catalog numbers it; empty where there is no entry
     * @param holder   whose entry it is if it is not the table's own, for people; else empty
     */
    record Entry(State state, String name, String metadata, String version, String holder) {
        public Entry {
            Require.notNull("state", state);
            Require.notNull("name", name);
            Require.notNull("metadata", metadata);
            Require.notNull("version", version);
            Require.notNull("holder", holder);
        }
    }

    /**
     * What is to be listed.
     *
     * @param metadata URI of the newest metadata
     * @param root     URI of the folder of the table's files
     * @param slot     the last slot of the log that the metadata shows
     * @param schema   of the table
     */
    record Listing(TableName table, String metadata, String root, long slot, Schema schema) {
        public Listing {
            Require.notNull("table", table);
            Require.notBlank("metadata", metadata);
            Require.notBlank("root", root);
            Require.notNull("schema", schema);
        }
    }

    Entry look(TableName table);

    /**
     * Lists a table.
     *
     * @param seen what was there, absent or listed
     * @return whether it is listed now; false if what is there has changed since it was seen
     */
    boolean list(Entry seen, Listing listing);

    /**
     * Takes a table out. What took its place since it was seen may go with it, and is listed again when it is published next.
     *
     * @param seen what was there, listed
     */
    void remove(TableName table, Entry seen);
}
