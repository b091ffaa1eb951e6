package sleeper.api.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.InMemoryCommitLog;
import sleeper.testkit.log.InMemoryObjectStore;

/** Jobs of tables that have decided nothing, received a second after each other. */
public final class StoredJobs {
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    public final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final Surroundings surroundings = new Surroundings(() -> START, () -> "id", new Random(1), wait -> {});
    private int received;

    /** Stores a job that was accepted, and no more. */
    public void accept(String id, String table) {
        String document = "{\"tableName\":\"" + table + "\",\"files\":[\"b/f\"]}";
        Instant at = START.plusSeconds(received++);
        store(objects).putJob(new StoredJob(new JobId(id), document, "digest", "standard", "m", at));
    }

    /** Stores a job whose first attempt was refused. */
    public void reject(String id, String table) {
        accept(id, table);
        AttemptId attempt = new AttemptId(new JobId(id), 1);
        store(objects).putAttempt(new AttemptRecord(attempt, "m", START));
        store(objects).reject(attempt, List.of(Fault.of(ErrorCode.NO_FILES, "files", "none", "one")));
    }

    public JobStore store(ObjectStore over) {
        return new JobStore(over, surroundings);
    }

    public TableStore tables() {
        return new TableStore(
                List::of,
                name -> new TableStorage(
                        new TableLocation("tables", name),
                        new InMemoryCommitLog(),
                        new InMemoryObjectStore(),
                        new InMemoryObjectStore(),
                        // The folder is not there: these tables have no files.
                        new LocalFileStore(Path.of("no-files-here")),
                        UnfinishedFiles.NONE),
                surroundings);
    }

    public JobHistory history(ObjectStore over) {
        return new JobHistory(store(over), tables());
    }
}
