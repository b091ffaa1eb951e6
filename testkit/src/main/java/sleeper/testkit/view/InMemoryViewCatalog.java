package sleeper.testkit.view;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.ViewCatalog;

/** A catalog in memory, whose names are in lower case as those of Glue are. Others can be let in before a write. */
public final class InMemoryViewCatalog implements ViewCatalog {
    private final String database;
    private final Map<String, Row> rows = new HashMap<>();
    private int versions;
    private Optional<Runnable> beforeWrite = Optional.empty();

    /** @param database what stands before the names of tables */
    public InMemoryViewCatalog(String database) {
        this.database = database;
    }

    private record Row(String owner, String metadata, int version) {}

    /** Runs once, before the next write is done. */
    public synchronized void beforeNextWrite(Runnable other) {
        beforeWrite = Optional.of(other);
    }

    private void letOthersIn() {
        Optional<Runnable> other = beforeWrite;
        beforeWrite = Optional.empty();
        other.ifPresent(Runnable::run);
    }

    private static String key(TableName table) {
        return table.value().toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized Entry look(TableName table) {
        String name = database + "." + key(table);
        Row row = rows.get(key(table));
        if (row == null) {
            return new Entry(State.ABSENT, name, "", "", "");
        }
        return row.owner().equals(table.value())
                ? new Entry(State.LISTED, name, row.metadata(), String.valueOf(row.version()), "")
                : new Entry(State.TAKEN, name, "", String.valueOf(row.version()), "table " + row.owner());
    }

    @Override
    public synchronized boolean list(Entry seen, Listing listing) {
        letOthersIn();
        String key = key(listing.table());
        String version = rows.containsKey(key) ? String.valueOf(rows.get(key).version()) : "";
        if (!version.equals(seen.version())) {
            return false;
        }
        rows.put(key, new Row(listing.table().value(), listing.metadata(), versions++));
        return true;
    }

    @Override
    public synchronized void remove(TableName table, Entry seen) {
        letOthersIn();
        rows.remove(key(table));
    }
}
