package sleeper.testkit.log;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import sleeper.core.error.ErrorCode;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.Manifests;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;
import sleeper.statestore.util.Surroundings;

/** A table on fakes, as one or several processes see it. */
final class TableFixture {
    static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.STRING)),
            List.of(),
            List.of(Field.required("value", PrimitiveType.STRING)));
    static final Reason FAILURE = new Reason(JobStatus.FAILED, ErrorCode.TASK_LOST, "killed");
    static final Manifests NO_MANIFESTS = new Manifests() {
        @Override
        public List<AttemptId> attemptsWithManifest() {
            return List.of();
        }

        @Override
        public boolean removeManifest(AttemptId attempt) {
            return false;
        }
    };
    private static final String SHA = "ab".repeat(32);

    final InMemoryCommitLog log = new InMemoryCommitLog();
    final InMemoryObjectStore objects = new InMemoryObjectStore();
    final List<Duration> waits = new ArrayList<>();
    Executor later = Runnable::run;
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private int lastId;

    /** @return the table's log as a process sees it that just started */
    TableLog process() {
        return process(log, objects);
    }

    TableLog process(CommitLog ownLog, ObjectStore ownObjects) {
        return new TableLog(storage(new TableName("t"), ownLog, ownObjects), surroundings());
    }

    /** @return tables that all have the log of this one */
    TableStore tables() {
        return new TableStore(List::of, name -> storage(name, log, objects), surroundings());
    }

    private static TableStorage storage(TableName name, CommitLog log, ObjectStore objects) {
        // The folder is not there: these tests have no files.
        FileStore files = new LocalFileStore(Path.of("no-files-here"));
        return new TableStorage(
                new TableLocation("tables", name),
                log,
                objects,
                new InMemoryObjectStore(),
                files,
                UnfinishedFiles.NONE);
    }

    private Surroundings surroundings() {
        return new Surroundings(() -> now, () -> "i" + ++lastId, new Random(7), waits::add, later);
    }

    /** Creates the table. @return its incarnation */
    String create() {
        assertDone(process().create(SCHEMA, PartitionTree.single(1)));
        return incarnation();
    }

    String incarnation() {
        return process().state().table().orElseThrow().incarnation();
    }

    private static void assertDone(Verdict verdict) {
        if (!(verdict instanceof Verdict.Done)) {
            throw new AssertionError("not done: " + verdict);
        }
    }

    /** Commits one file of an attempt, as a process. */
    Verdict commit(TableLog process, String job, int attempt, String incarnation) {
        AttemptId id = attempt(job, attempt);
        return process.commit(id, "digest", incarnation, manifest(id, "r", 1));
    }

    /** Retires the log as far as it goes by now. */
    void retireAll() {
        TableLog process = process();
        process.snapshot();
        commit(process, "filler" + log.appends(), 1, incarnation());
        process.snapshot();
        process.collect(NO_MANIFESTS, false, Duration.ZERO);
    }

    static List<LeafCut> cutAt(String value) {
        return List.of(new LeafCut(PartitionId.ROOT, 0, new KeyValue.OfString(value)));
    }

    static AttemptId attempt(String job, int number) {
        return new AttemptId(new JobId(job), number);
    }

    static Manifest manifest(AttemptId attempt, String run, int files) {
        List<DataFile> written = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            String path = TableLocation.dataFile(PartitionId.ROOT, attempt, run, i);
            written.add(new DataFile(path, Region.all(1), 10, 100, SHA));
        }
        return new Manifest(attempt, run, written);
    }

    static Region below(String bound) {
        return new Region(List.of(new Range(Optional.empty(), Optional.of(new KeyValue.OfString(bound)))));
    }

    static Region startingAt(String bound) {
        return new Region(List.of(new Range(Optional.of(new KeyValue.OfString(bound)), Optional.empty())));
    }
}
