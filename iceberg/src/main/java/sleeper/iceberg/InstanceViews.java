package sleeper.iceberg;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.core.settings.ViewSettings;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.table.GcReport;
import sleeper.statestore.table.GcReport.Kind;
import sleeper.statestore.table.GcReport.Removed;

/** The Iceberg views of an instance's tables. Safe for use by many threads and processes. */
public final class InstanceViews {
    private final InstanceStores stores;
    private final Footers footers;

    /** @param footers reads what runs told nothing of */
    public InstanceViews(InstanceStores stores, Footers footers) {
        this.stores = stores;
        this.footers = footers;
    }

    /** @return the view of the table of a name, whether or not there is one */
    public IcebergView of(TableName table) {
        return of(table, settings());
    }

    private IcebergView of(TableName table, Settings settings) {
        Locations locations = stores.folderOfBuckets().map(Locations::below).orElseGet(Locations::onS3);
        return new IcebergView(stores.tables().log(table), locations, footers, settings.get(ViewSettings.ICEBERG_KEEP));
    }

    private Settings settings() {
        return new CheckedSettings(stores).ofInstance();
    }

    /** @return the view of the table of a name, with its entry in a catalog */
    public ListedView of(TableName table, ViewCatalog catalog) {
        return new ListedView(table, of(table), catalog);
    }

    /** @return as the other, where {@link #arePublished}; else empty */
    public Optional<ListedView> ofPublished(TableName table, ViewCatalog catalog) {
        Settings settings = settings();
        return arePublished(settings)
                ? Optional.of(new ListedView(table, of(table, settings), catalog))
                : Optional.empty();
    }

    /**
     * @return whether commits and maintenance publish views here, as the instance's stacks say
     * @throws sleeper.core.error.InvalidRequestException if the instance's properties are not such
     */
    public boolean arePublished() {
        return arePublished(settings());
    }

    private static boolean arePublished(Settings settings) {
        return InstanceSettings.publishesViews(settings.get(InstanceSettings.OPTIONAL_STACKS));
    }

    /**
     * Takes away what a table and its view need no more, as {@code TableLog.collect} has it. A view that stands in the way keeps nothing
     * else from its turn.
     *
     * @param dryRun whether only to tell what would go
     * @param grace  how long readers of a dropped table are given, from the drop on
     */
    public GcReport collect(TableName table, boolean dryRun, Duration grace) {
        List<String> ofView = List.of();
        Optional<RuntimeException> failure = Optional.empty();
        try {
            ofView = of(table).collect(dryRun, grace);
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
        GcReport report = stores.tables().log(table).collect(stores.jobs(), dryRun, grace);
        if (failure.isPresent()) {
            throw failure.get();
        }
        List<Removed> all = new ArrayList<>(report.removed());
        ofView.forEach(key -> all.add(new Removed(Kind.METADATA, key)));
        return new GcReport(dryRun, all, report.undecided(), report.waiting(), report.retiredTo());
    }
}
