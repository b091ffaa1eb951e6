package sleeper.ingest;

import java.util.List;
import sleeper.core.error.RunFailedException;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.Manifest;
import sleeper.core.table.WrittenFile;
import sleeper.run.ExclusionWatch;
import sleeper.run.RunMetrics;
import sleeper.run.RunSettings;
import sleeper.run.RunTimer;
import sleeper.run.SpillFolder;
import sleeper.run.StopSignal;
import sleeper.sort.RecordSort;
import sleeper.sort.SortProgress;
import sleeper.sort.SortRequest;
import sleeper.sort.schema.ColumnRules;
import sleeper.statestore.table.TableLog;

/** What an attempt holds while rows are taken: the sort, and the watch over whether the attempt may still commit. For one thread. */
final class RecordSorting implements AutoCloseable {
    private final AttemptId attempt;
    private final TableLog log;
    private final String runId;
    private final RecordSort sort;
    private final RunTimer timer = RunTimer.start();
    private final StopSignal stop;

    private RecordSorting(AttemptId attempt, TableLog log, String runId, RecordSort sort, StopSignal stop) {
        this.attempt = attempt;
        this.log = log;
        this.runId = runId;
        this.sort = sort;
        this.stop = stop;
    }

    /**
     * Begins to take rows.
     *
     * @param files where the table's files are written
     * @param runId part of the files' names, unique to this run
     */
    static RecordSorting begin(FileStore files, RecordTarget target, AttemptId attempt, String runId) {
        StopSignal stop = new StopSignal();
        RecordSort sort = new RecordSort(new SortRequest(
                target.table().schema(),
                target.table().partitions(),
                List.of(),
                files,
                target.log().storage().location(),
                attempt,
                runId,
                ColumnRules.of(target.settings()),
                RunSettings.ofGuest(target.settings(), SpillFolder.require(attempt), Runtime.getRuntime()),
                SortProgress.NONE,
                stop::check));
        RecordSorting begun = new RecordSorting(attempt, target.log(), runId, sort, stop);
        try {
            new ExclusionWatch(target.log(), attempt, stop).start(target.settings(), begun.timer);
            return begun;
        } catch (RuntimeException e) {
            begun.close();
            throw e;
        }
    }

    AttemptId attempt() {
        return attempt;
    }

    void add(Record record) {
        sort.add(record.values());
    }

    /**
     * Sorts the rows and makes their files durable. To be called once.
     *
     * @throws RunFailedException SUPERSEDED if the attempt was given up; DISK_FULL
     */
    Manifest finish() {
        stop.check();
        List<WrittenFile> written = sort.finish();
        Manifest manifest = new Manifest(attempt, runId, WrittenFile.files(written));
        RunMetrics.put(log, manifest, written);
        return manifest;
    }

    @Override
    public void close() {
        timer.close();
        sort.close();
    }
}
