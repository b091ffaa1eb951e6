package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.table.TableName;
import sleeper.statestore.util.Surroundings;

/** The tables of an instance. Safe for use by many threads and processes. */
public final class TableStore {
    private final Supplier<List<TableName>> names;
    private final Function<TableName, TableStorage> storages;
    private final Surroundings surroundings;
    private final Map<TableName, TableLog> logs = new ConcurrentHashMap<>();

    /**
     * @param names    gives the names that have a log
     * @param storages where the table of a name is kept; nothing is made before its first entry
     */
    public TableStore(
            Supplier<List<TableName>> names, Function<TableName, TableStorage> storages, Surroundings surroundings) {
        this.names = names;
        this.storages = storages;
        this.surroundings = surroundings;
    }

    /** @return the log of a name, whether or not there is a table of it */
    public TableLog log(TableName name) {
        return logs.computeIfAbsent(name, table -> new TableLog(storages.apply(table), surroundings));
    }

    /** @return the state of a table that exists */
    public Optional<TableState> find(TableName name) {
        TableState state = log(name).state();
        return state.table().isPresent() ? Optional.of(state) : Optional.empty();
    }

    /**
     * @return the state of a table that exists
     * @throws InvalidRequestException with {@link ErrorCode#UNKNOWN_TABLE} if it does not
     */
    public TableState require(String name) {
        return (TableName.isValid(name) ? find(new TableName(name)) : Optional.<TableState>empty())
                .orElseThrow(() -> new InvalidRequestException(
                        "Table '" + name + "' was not found.",
                        List.of(Fault.of(ErrorCode.UNKNOWN_TABLE, "table " + name, "no table of this name", ""))));
    }

    /** @return names of the tables that exist, ascending */
    public List<TableName> list() {
        List<TableName> found = new ArrayList<>(logged());
        found.removeIf(name -> find(name).isEmpty());
        return found;
    }

    /** @return names that have a log, also those whose table was dropped; ascending */
    public List<TableName> logged() {
        return names.get();
    }
}
