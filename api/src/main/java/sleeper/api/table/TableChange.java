package sleeper.api.table;

import java.io.UncheckedIOException;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.core.util.FailureWords;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;

/** What people may have done with tables. Safe for use by many threads. */
public final class TableChange {
    private final Instance instance;

    public TableChange(Instance instance) {
        this.instance = instance;
    }

    /** @return what could not be done, if so; a whole sentence */
    public static String notCreated(String name) {
        return "Table '" + name + "' was not created.";
    }

    /** @throws InvalidRequestException BAD_ID if no new table may have the name */
    public static void expectPossibleName(String name) {
        if (!TableName.mayBeNew(name)) {
            throw new InvalidRequestException(
                    notCreated(name),
                    List.of(Fault.of(
                            ErrorCode.BAD_ID,
                            "the table's name",
                            "'" + name + "'",
                            "1 to " + TableName.MAX_LENGTH + " letters, digits, '_' and '-', the first no '-'")));
        }
    }

    /** @throws InvalidRequestException TABLE_EXISTS, or what {@link #expectPossibleName} gives */
    public TableDescription create(String name, Schema schema, PartitionTree partitions) {
        expectPossibleName(name);
        instance.prepare();
        TableName table = new TableName(name);
        expectDone(instance.stores().tables().log(table).create(schema, partitions), notCreated(name));
        return afterwards(name, "Table '" + name + "' was created.");
    }

    /**
     * @param field nullable, with a name that the table does not have
     * @throws InvalidRequestException if there is no such table, or it cannot have the field
     */
    public TableDescription addField(String name, Field field) {
        TableState state = instance.stores().tables().require(name);
        String incarnation = state.table().orElseThrow().incarnation();
        expectDone(
                instance.stores().tables().log(new TableName(name)).addField(incarnation, field),
                "Table '" + name + "' was not changed.");
        return afterwards(name, "Table '" + name + "' was changed.");
    }

    /** Who is told that nothing answers makes the change once more; so a failure after it is told as what it is. */
    private TableDescription afterwards(String name, String done) {
        try {
            return describe(name);
        } catch (TransientFailureException | UnreachableException | UncheckedIOException e) {
            throw OutcomeUnknownException.of(
                    done,
                    "table " + name,
                    "that it could not be read afterwards: " + FailureWords.of(e),
                    "Do not repeat the change: look at the table instead.",
                    e);
        }
    }

    /**
     * Drops a table, its rows with it. Its Iceberg view is for the caller to retract.
     *
     * @return the table as it was
     */
    public TableState drop(String name) {
        TableState state = instance.stores().tables().require(name);
        String incarnation = state.table().orElseThrow().incarnation();
        expectDone(
                instance.stores().tables().log(new TableName(name)).drop(incarnation),
                "Table '" + name + "' was not dropped.");
        return state;
    }

    private static void expectDone(Verdict verdict, String otherwise) {
        if (verdict instanceof Verdict.Refused refused) {
            throw new InvalidRequestException(otherwise, List.of(refused.fault()));
        }
    }

    /** @throws InvalidRequestException UNKNOWN_TABLE */
    public TableDescription describe(String name) {
        InstanceStores stores = instance.stores();
        TableState state = stores.tables().require(name);
        TableName table = new TableName(name);
        return new TableDescription(table, state, stores.tableProperties(table));
    }

    /** @return the tables that exist, by name ascending */
    public List<TableDescription> list() {
        InstanceStores stores = instance.stores();
        return stores.tables().logged().stream()
                .flatMap(name -> stores
                        .tables()
                        .find(name)
                        .map(state -> new TableDescription(name, state, stores.tableProperties(name)))
                        .stream())
                .toList();
    }
}
