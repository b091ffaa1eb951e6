package sleeper.api.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.SleeperException;
import sleeper.core.json.StoredJson;
import sleeper.core.schema.LeftOutColumn;
import sleeper.core.schema.ViewColumns;
import sleeper.core.table.TableName;
import sleeper.iceberg.IcebergView.Published;
import sleeper.iceberg.ListedView.Outcome;
import sleeper.lambda.view.TableViews;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.instance.ViewCatalog.State;

/**
 * Tables as tables of Apache Iceberg, for people who ask for that.
 *
 * @param instance whose tables are meant
 */
public record ViewPublishing(Instance instance) {
    /**
     * What came of it.
     *
     * @param table   the table
     * @param outcome what was published, and how the catalog lists it
     * @param leftOut columns that the view leaves out
     */
    public record Result(String table, Outcome outcome, List<LeftOutColumn> leftOut) {
        public Result {
            leftOut = List.copyOf(leftOut);
        }

        /** @return by which other engines find the table; empty where they do not */
        public String listed() {
            return outcome.entry().state() == State.LISTED ? outcome.entry().name() : "";
        }

        /** @return {@code {"table","metadata","listed","version","slot","snapshots","files","leftOut"}} */
        public ObjectNode json() {
            Published published = outcome.published();
            ObjectNode json = StoredJson.object()
                    .put("table", table)
                    .put("metadata", published.metadata().orElse(""))
                    .put("listed", listed())
                    .put("version", published.version())
                    .put("slot", published.slot())
                    .put("snapshots", published.snapshots())
                    .put("files", published.files());
            json.set("leftOut", TableDescription.leftOutJson(leftOut));
            return json;
        }
    }

    /** As {@link #result}, as JSON. */
    public ObjectNode publish(String table, boolean rebuild) {
        return result(table, rebuild).json();
    }

    /**
     * Publishes a table as it is now.
     *
     * @param rebuild whether the metadata is made anew, whatever there is of it
     */
    public Result result(String table, boolean rebuild) {
        InstanceStores stores = instance.stores();
        List<LeftOutColumn> leftOut = ViewColumns.leftOut(
                stores.tables().require(table).table().orElseThrow().schema());
        Outcome outcome = outcome(table, rebuild);
        if (outcome.published().metadata().isEmpty()) {
            // It was dropped while this ran.
            stores.tables().require(table);
        }
        return new Result(table, outcome, leftOut);
    }

    /**
     * Takes the view of a table away that was dropped, which other engines would see until maintenance looks.
     *
     * @return a warning if it is still there; a whole sentence
     */
    public Optional<String> retract(String table) {
        try {
            Outcome unused = outcome(table, false);
            return Optional.empty();
        } catch (SleeperException | UnreachableException e) {
            return Optional.of("The Iceberg view of '" + table + "' is still there, and goes with 'sleeper gc " + table
                    + "': " + e.getMessage());
        }
    }

    private Outcome outcome(String table, boolean rebuild) {
        return TableViews.of(instance.stores())
                .of(new TableName(table), instance.viewCatalog())
                .publish(rebuild);
    }
}
