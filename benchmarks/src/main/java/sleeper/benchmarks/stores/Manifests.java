package sleeper.benchmarks.stores;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/** Commits of files that only the log knows. */
final class Manifests {
    static final int LEAVES = 256;
    private static final String DIGEST = "d".repeat(64);

    private Manifests() {}

    static TableLog newTable(OwnedStores instance, String name) {
        TableLog log = instance.tables().log(new TableName(name));
        Verdict created = log.create(DemoData.SCHEMA, DemoData.partitions(LEAVES));
        if (!(created instanceof Verdict.Done)) {
            throw new IllegalStateException("Table " + name + " was not created: " + created);
        }
        return log;
    }

    /** @return of so many files, spread evenly over the leaves */
    static Manifest of(String job, int files, List<Partition> leaves) {
        AttemptId attempt = new AttemptId(new JobId(job), 1);
        List<DataFile> written = new ArrayList<>(files);
        for (int file = 0; file < files; file++) {
            Partition leaf = leaves.get(file % leaves.size());
            written.add(new DataFile(
                    TableLocation.dataFile(leaf.id(), attempt, "run", file / leaves.size()),
                    leaf.region(),
                    1_000 + file,
                    20_000 + file,
                    "%064x".formatted(file)));
        }
        return new Manifest(attempt, "run", written);
    }

    static void commit(TableLog log, String incarnation, Manifest manifest) {
        expectCommitted(log.commit(manifest.attempt(), DIGEST, incarnation, manifest));
    }

    static void expectCommitted(Verdict verdict) {
        if (!(verdict instanceof Verdict.Committed)) {
            throw new IllegalStateException("Not committed: " + verdict);
        }
    }
}
