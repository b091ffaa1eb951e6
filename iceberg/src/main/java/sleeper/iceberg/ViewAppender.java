package sleeper.iceberg;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.DataFile;
import sleeper.core.util.ManyAtOnce;
import sleeper.iceberg.SlotCommits.Added;
import sleeper.statestore.table.TableLog;

/** Adds snapshots of the files that commits added. What runs told of their files is read some commits at a time. */
final class ViewAppender {
    private static final int COMMITS_AT_ONCE = 64;
    private static final int READERS = 16;
    /** More are written one by one, and not held. */
    private static final int MANY_FILES = 1_000;

    private static final ExecutorService HERE = new CallersThread();

    private final TableLog log;
    private final Locations locations;
    private final Footers footers;
    private final ViewSchema schema;
    private final ViewMetrics metrics;

    ViewAppender(TableLog log, Locations locations, Footers footers, ViewSchema schema) {
        this.log = log;
        this.locations = locations;
        this.footers = footers;
        this.schema = schema;
        this.metrics = new ViewMetrics(schema);
    }

    /**
     * Writes the next version, with a snapshot more for each of the slots, which may be none.
     *
     * @return how many files they add
     * @throws org.apache.iceberg.exceptions.CommitFailedException if another wrote the version first
     */
    long append(ViewOperations operations, String incarnation, List<SlotCommits> slots, long nowMillis) {
        if (slots.isEmpty()) {
            operations.commit(operations.current(), operations.current());
            return 0;
        }
        Transaction transaction = Transactions.newTransaction(log.table().value(), operations);
        SortOrder order = operations.current().sortOrder();
        long added = 0;
        for (SlotCommits slot : slots) {
            operations.giveNext(ViewSnapshots.idOf(incarnation, slot.slot()));
            AppendFiles append = transaction.newAppend();
            added += slot.files();
            if (slot.files() > MANY_FILES) {
                AddedManifests manifests = new AddedManifests(operations);
                addAll(slot, order, manifests);
                manifests.finish().forEach(append::appendManifest);
            } else {
                append.scanManifestsWith(HERE).writeManifestsWith(HERE, 1);
                addAll(slot, order, append::appendFile);
            }
            ViewSnapshots.describe(append, slot, nowMillis);
            append.commit();
        }
        transaction.commitTransaction();
        return added;
    }

    private void addAll(SlotCommits slot, SortOrder order, FileSink sink) {
        for (int from = 0; from < slot.commits().size(); from += COMMITS_AT_ONCE) {
            int to = Math.min(slot.commits().size(), from + COMMITS_AT_ONCE);
            addAll(slot.commits().subList(from, to), order, sink);
        }
    }

    private void addAll(List<Added> commits, SortOrder order, FileSink sink) {
        Map<String, List<ColumnMetrics>> told = told(commits);
        List<DataFile> untold = commits.stream()
                .flatMap(added -> added.files().stream())
                .filter(file -> !told.containsKey(file.path()))
                .toList();
        List<List<ColumnMetrics>> read = footers.read(log.storage(), schema.table(), untold);
        for (int i = 0; i < untold.size(); i++) {
            told.put(untold.get(i).path(), read.get(i));
        }
        for (Added commit : commits) {
            for (DataFile file : commit.files()) {
                sink.add(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(locations.of(log.storage().location().file(file.path())))
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(file.sizeBytes())
                        .withMetrics(metrics.of(file, told.remove(file.path())))
                        .withSortOrder(order)
                        .build());
            }
        }
    }

    private Map<String, List<ColumnMetrics>> told(List<Added> commits) {
        Map<String, List<ColumnMetrics>> told = new HashMap<>();
        List<Added> withFiles =
                commits.stream().filter(added -> !added.files().isEmpty()).toList();
        if (withFiles.size() == 1) {
            told.putAll(metricsOf(withFiles.get(0)));
        } else {
            ManyAtOnce.map("metrics", withFiles, READERS, this::metricsOf).forEach(told::putAll);
        }
        return told;
    }

    private Map<String, List<ColumnMetrics>> metricsOf(Added added) {
        return log.metrics(added.attempt(), added.commit());
    }
}
