package sleeper.verification.workflow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sleeper.aws.AwsPlace;
import sleeper.aws.client.AwsClients;
import sleeper.aws.s3.S3ObjectStore;
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
import sleeper.core.platform.Platform;
import sleeper.core.table.DataFile;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Sha256;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.InMemoryCommitLog;
import sleeper.testkit.log.InMemoryObjectStore;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A home on servers that jobs have been through: what they leave in the job store, and in the log of the table an entry for each that committed. */
final class EarlierJobs {
    private static final int THREADS = 8;
    private static final String QUEUE = "standard";

    private final OwnedStores instance;
    private final JobStore jobs;
    private final TableLog log;
    private final LiveTable table;

    private EarlierJobs(OwnedStores instance) {
        this.instance = instance;
        this.jobs = instance.jobs();
        this.log = instance.tables().log(VirtualInstance.TABLE);
        this.table = log.state().table().orElseThrow();
    }

    /**
     * Prepares a home that has its stores already.
     *
     * @param committed jobs that committed, one after another
     * @param refused   jobs that validation refused once it had registered their files
     */
    static void leave(Path home, int committed, int refused) throws Exception {
        OwnedStores instance = HomeStores.open(new LocalHome(home), surroundings());
        VirtualInstance.prepare(instance, home, false);
        EarlierJobs earlier = new EarlierJobs(instance);
        List<AttemptId> attempts = new ArrayList<>();
        for (int job = 0; job < committed + refused; job++) {
            attempts.add(new AttemptId(new JobId("earlier-" + job), 1));
        }
        inParallel(attempts, earlier::accept);
        earlier.register(attempts);
        inParallel(attempts.subList(0, committed), earlier::run);
        earlier.commit(attempts.subList(0, committed));
        inParallel(attempts.subList(committed, committed + refused), earlier::refuse);
        new JobHistory(earlier.jobs, instance.tables()).project(VirtualInstance.TABLE);
        inParallel(attempts, earlier::end);
    }

    /** The time stands still, so that snapshots are due by the number of entries alone. */
    private static Surroundings surroundings() {
        return new Surroundings(
                InstantSource.fixed(VirtualInstance.START),
                () -> UUID.randomUUID().toString().replace("-", ""),
                new Random(1),
                time -> {});
    }

    /** Work for one attempt. */
    @FunctionalInterface
    private interface Step {
        void of(AttemptId attempt) throws Exception;
    }

    private static void inParallel(List<AttemptId> attempts, Step step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<AttemptId>> calls = new ArrayList<>();
            for (AttemptId attempt : attempts) {
                calls.add(() -> {
                    step.of(attempt);
                    return attempt;
                });
            }
            for (Future<AttemptId> each : threads.invokeAll(calls)) {
                AttemptId unused = each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private InputFile input(AttemptId attempt) {
        return new InputFile(
                new FilePath(instance.inputBucket(), attempt.jobId() + ".parquet"),
                new FileVersion(1_000, "tag"),
                1,
                1);
    }

    private static String digestOf(AttemptId attempt) {
        return Sha256.hex(attempt.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String messageOf(AttemptId attempt) {
        return "message-of-" + attempt.jobId();
    }

    private void accept(AttemptId attempt) {
        String document = "{\"id\":\"%s\",\"tableName\":\"%s\",\"files\":[\"%s\"]}"
                .formatted(
                        attempt.jobId(), VirtualInstance.TABLE, input(attempt).path());
        var unusedJob = jobs.putJob(new StoredJob(
                attempt.jobId(), document, digestOf(attempt), QUEUE, messageOf(attempt), VirtualInstance.START));
        var unused = jobs.putAttempt(new AttemptRecord(attempt, messageOf(attempt), VirtualInstance.START));
    }

    /** One after another, as they come; each reads those before it, so this is done in memory, and what it comes to is copied. */
    private void register(List<AttemptId> attempts) throws Exception {
        InMemoryObjectStore inMemory = new InMemoryObjectStore();
        JobStore registry = new JobStore(inMemory, surroundings());
        for (AttemptId attempt : attempts) {
            var unused = registry.registerInputs(VirtualInstance.TABLE, List.of(input(attempt)), attempt.jobId());
        }
        AwsPlace place = AwsPlace.of(instance.variables()).orElseThrow();
        try (S3Client client = new AwsClients(place.endpoints()::get, List.of())
                .in(Region.of(place.region()))
                .s3()) {
            S3ObjectStore stored = new S3ObjectStore(client, "sleeper-" + place.id() + "-jobs", "", surroundings());
            for (String key : inMemory.list("")) {
                var unused = stored.putIfAbsent(key, inMemory.get(key).orElseThrow());
            }
        }
    }

    private void refuse(AttemptId attempt) {
        var unused = jobs.reject(
                attempt,
                List.of(Fault.of(
                        ErrorCode.DUPLICATE_FILE, "file " + input(attempt).path(), "", "")));
    }

    private void run(AttemptId attempt) {
        var unusedDecision = jobs.decide(plan(attempt));
        jobs.resources().ask(attempt, Platform.STANDARD.description().creates());
        var unusedTime = jobs.reportRunning(attempt);
        var unused = jobs.putManifest(manifest(attempt));
    }

    private JobPlan plan(AttemptId attempt) {
        return new JobPlan(
                attempt,
                digestOf(attempt),
                VirtualInstance.TABLE,
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

    private Manifest manifest(AttemptId attempt) {
        var leaf = table.partitions().leaves().get(0);
        String path = TableLocation.dataFile(leaf.id(), attempt, "run", 0);
        return new Manifest(attempt, "run", List.of(new DataFile(path, leaf.region(), 1, 1, digestOf(attempt))));
    }

    /** One after another, in memory, where the log goes on from what it has; what it comes to is copied. */
    private void commit(List<AttemptId> attempts) throws Exception {
        TableStorage stored = log.storage();
        long before = log.state().slot();
        InMemoryCommitLog entries = new InMemoryCommitLog();
        stored.log().read(1, before).forEach(record -> append(entries, record));
        InMemoryObjectStore objects = new InMemoryObjectStore();
        TableLog inMemory = new TableLog(
                new TableStorage(
                        stored.location(), entries, objects, stored.view(), stored.files(), stored.unfinished()),
                surroundings());
        for (AttemptId attempt : attempts) {
            Verdict verdict = inMemory.commit(attempt, digestOf(attempt), table.incarnation(), manifest(attempt));
            if (!(verdict instanceof Verdict.Committed)) {
                throw new IllegalStateException(attempt + " was not committed: " + verdict);
            }
        }
        entries.read(before + 1, inMemory.state().slot()).forEach(record -> append(stored.log(), record));
        for (String key : objects.list("")) {
            var unused = stored.objects().putIfAbsent(key, objects.get(key).orElseThrow());
        }
    }

    private static void append(CommitLog to, LogRecord record) {
        AppendResult result = to.append((LogEntry) record);
        if (!(result instanceof AppendResult.Won)) {
            throw new IllegalStateException("slot " + record.slot() + " was not filled: " + result);
        }
    }

    private void end(AttemptId attempt) {
        Platform.STANDARD
                .description()
                .creates()
                .forEach(kind -> jobs.resources().close(attempt, kind));
        boolean told = jobs.recordNotified(attempt, JobStore.ENDED);
        boolean closed = jobs.closeAttempt(attempt);
        if (!told || !closed) {
            throw new IllegalStateException(attempt + " was not ended: told " + told + ", closed " + closed);
        }
    }
}
