package sleeper.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Sha256;

/**
 * Fills a home with jobs, received a second after each other until now: the latest {@value #COMMITTED} committed, those before refused.
 * There are no rows behind the files that they name.
 */
public final class FullHome {
    private static final TableName TABLE = new TableName("orders");
    private static final int COMMITTED = 1000;

    private final FileInstance instance;
    private final TableLog log;
    private final LiveTable table;

    private FullHome(FileInstance instance) {
        this.instance = instance;
        this.log = instance.tables().log(TABLE);
        Verdict unused = log.create(
                new Schema(
                        List.of(Field.required("customer", PrimitiveType.LONG)),
                        List.of(),
                        List.of(Field.required("amount", PrimitiveType.LONG))),
                PartitionTree.single(1));
        this.table = log.state().table().orElseThrow();
    }

    /** @param arguments folder of the home, number of jobs */
    public static void main(String[] arguments) {
        FullHome home = new FullHome(BenchmarkInstance.open(Path.of(arguments[0])));
        int jobs = Integer.parseInt(arguments[1]);
        Instant first = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(jobs);
        int refused = Math.max(jobs - COMMITTED, 0);
        IntStream.range(0, refused).parallel().forEach(job -> home.refuse(job, first.plusSeconds(job)));
        List<AttemptId> committed = IntStream.range(refused, jobs)
                .mapToObj(job -> home.commit(job, first.plusSeconds(job)))
                .toList();
        // An attempt is closed once its end stands in the history.
        new JobHistory(home.instance.jobs(), home.instance.tables()).project(TABLE);
        committed.forEach(home::end);
    }

    private AttemptId accept(int number, Instant received) {
        AttemptId attempt = new AttemptId(new JobId("job-" + number), 1);
        String document = "{\"id\":\"%s\",\"tableName\":\"%s\",\"files\":[\"%s\"]}"
                .formatted(attempt.jobId(), TABLE, input(attempt).path());
        String message = "message-" + number;
        JobStore jobs = instance.jobs();
        StoredJob unusedJob =
                jobs.putJob(new StoredJob(attempt.jobId(), document, digestOf(attempt), "standard", message, received));
        AttemptRecord unused = jobs.putAttempt(new AttemptRecord(attempt, message, received));
        return attempt;
    }

    private void refuse(int number, Instant received) {
        AttemptId attempt = accept(number, received);
        var unused = instance.jobs()
                .reject(
                        attempt,
                        List.of(Fault.of(
                                ErrorCode.FILE_NOT_FOUND, input(attempt).path().toString(), "nothing", "")));
        end(attempt);
    }

    private AttemptId commit(int number, Instant received) {
        AttemptId attempt = accept(number, received);
        JobStore jobs = instance.jobs();
        var unusedDecision = jobs.decide(plan(attempt));
        var unusedTime = jobs.reportRunning(attempt);
        var leaf = table.partitions().leaves().get(0);
        DataFile file = new DataFile(
                TableLocation.dataFile(leaf.id(), attempt, "run", 0), leaf.region(), 1, 1, digestOf(attempt));
        Manifest manifest = new Manifest(attempt, "run", List.of(file));
        var unusedManifest = jobs.putManifest(manifest);
        Verdict verdict = log.commit(attempt, digestOf(attempt), table.incarnation(), manifest);
        if (!(verdict instanceof Verdict.Committed)) {
            throw new IllegalStateException(attempt + " was not committed: " + verdict);
        }
        return attempt;
    }

    private void end(AttemptId attempt) {
        boolean told = instance.jobs().recordNotified(attempt, JobStore.ENDED);
        boolean closed = instance.jobs().closeAttempt(attempt);
        if (!told || !closed) {
            throw new IllegalStateException(attempt + " was not ended: told " + told + ", closed " + closed);
        }
    }

    private static InputFile input(AttemptId attempt) {
        FilePath path = new FilePath("input", attempt.jobId() + ".parquet");
        return new InputFile(path, new FileVersion(1_000, "tag"), 1, 1);
    }

    private static String digestOf(AttemptId attempt) {
        return Sha256.hex(attempt.toString().getBytes(StandardCharsets.UTF_8));
    }

    private JobPlan plan(AttemptId attempt) {
        return new JobPlan(
                attempt,
                digestOf(attempt),
                TABLE,
                table.incarnation(),
                table.schema(),
                table.partitions(),
                Platform.STANDARD,
                List.of(),
                List.of(),
                List.of(input(attempt)),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty());
    }
}
