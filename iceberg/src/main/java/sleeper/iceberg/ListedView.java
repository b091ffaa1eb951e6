package sleeper.iceberg;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.table.TableName;
import sleeper.iceberg.IcebergView.Published;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.instance.ViewCatalog.Entry;
import sleeper.statestore.instance.ViewCatalog.Listing;

/**
 * The view of a table and its entry in the catalog, which are published together. Safe for use by many threads and processes.
 *
 * <p>A try looks at the entry, publishes, writes the entry over what was seen, and looks whether the table is still there. Whoever fails
 * in between leaves an entry that shows an older view, or one of a table that was dropped, until the table is published next.
 */
public final class ListedView {
    private static final Logger LOG = LoggerFactory.getLogger(ListedView.class);
    private static final int MOST_TRIES = 10;

    private final TableName table;
    private final IcebergView view;
    private final ViewCatalog catalog;

    ListedView(TableName table, IcebergView view, ViewCatalog catalog) {
        this.table = table;
        this.view = view;
        this.catalog = catalog;
    }

    /**
     * What came of a publication.
     *
     * @param published what the view shows
     * @param entry     what the catalog has of it now
     */
    public record Outcome(Published published, Entry entry) {}

    /**
     * Catches up with the log, and lists what there is then. Of a table that was dropped view and entry are taken away.
     *
     * @param anew whether the view is made anew, whatever there is of it
     * @throws TransientFailureException if the store or the catalog failed, or others published all the time; the same may be tried again
     */
    public Outcome publish(boolean anew) {
        boolean rebuild = anew;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Entry seen = catalog.look(table);
            Published published = rebuild ? view.rebuild() : view.publish();
            rebuild = false;
            if (isWritten(seen, published) && view.isStill(published)) {
                return new Outcome(published, isAsSeen(seen, published) ? seen : catalog.look(table));
            }
        }
        throw new TransientFailureException(
                "The Iceberg view of table " + table + " was not listed in the catalog.",
                List.of(Fault.of(
                        ErrorCode.COMMIT_CONTENTION,
                        catalog.look(table).name(),
                        MOST_TRIES + " entries that others wrote first",
                        "")));
    }

    private static boolean isAsSeen(Entry seen, Published published) {
        return switch (seen.state()) {
            case NO_CATALOG, TAKEN -> true;
            case ABSENT -> published.table().isEmpty();
            case LISTED -> published.metadata().filter(seen.metadata()::equals).isPresent();
        };
    }

    private boolean isWritten(Entry seen, Published published) {
        return switch (seen.state()) {
            case NO_CATALOG -> true;
            case TAKEN -> {
                LOG.warn("The view of {} is not listed: {} is the entry of {}", table, seen.name(), seen.holder());
                yield true;
            }
            case ABSENT -> published.table().isEmpty() || catalog.list(seen, listing(published));
            case LISTED -> isWrittenOver(seen, published);
        };
    }

    private boolean isWrittenOver(Entry seen, Published published) {
        if (published.table().isEmpty()) {
            catalog.remove(table, seen);
            return true;
        }
        return isAsSeen(seen, published) || catalog.list(seen, listing(published));
    }

    private Listing listing(Published published) {
        return new Listing(
                table,
                published.metadata().orElseThrow(),
                view.root(),
                published.slot(),
                published.table().orElseThrow().schema());
    }
}
