package sleeper.statestore.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.json.JobPlanJson;
import sleeper.core.job.json.ManifestJson;
import sleeper.core.table.TableName;
import sleeper.core.util.Require;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.Manifests;
import sleeper.statestore.util.Surroundings;

/**
 * What an instance keeps of its jobs. Records are written once: of several writers the first wins, and each is told what it
 * wrote, so that a repeated call is harmless. Safe for use by many threads and processes.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} if the store failed and nothing was
 * written, {@link OutcomeUnknownException} if it could not be learned whether something was,
 * {@link sleeper.core.error.CorruptDataException} if a record cannot be read, {@link sleeper.core.error.VersionTooOldException}
 * if a newer version wrote it.
 */
public final class JobStore implements Manifests {
    /** The kind of notification that tells of an attempt's end. */
    public static final String ENDED = "ended";

    private static final String RESOLVED = "resolved";

    private final ObjectStore objects;
    private final Records records;
    private final JobOrder order;
    private final OpenAttempts open;
    private final Decisions decisions;
    private final Standings standings;
    private final InputRegistry inputRegistry;
    private final HistoryLines history;

    public JobStore(ObjectStore objects, Surroundings surroundings) {
        this(objects, surroundings, OpenAttempts::new);
    }

    JobStore(ObjectStore objects, Surroundings surroundings, Function<Records, OpenAttempts> index) {
        this.objects = objects;
        this.records = new Records(objects, surroundings);
        this.order = new JobOrder(records);
        this.open = index.apply(records);
        this.decisions = new Decisions(records);
        this.standings = new Standings(records, decisions);
        this.inputRegistry = new InputRegistry(records);
        this.history = new HistoryLines(records);
    }

    /** @return records of what attempts create on their platforms */
    public ResourceStore resources() {
        return new ResourceStore(records);
    }

    /** @return what is known of files that clients have uploaded */
    public UploadStore uploads() {
        return new UploadStore(records);
    }

    /** Stores a job unless one of its id is there. @return the job of that id: the one given, or an earlier one */
    public StoredJob putJob(StoredJob job) {
        return job(job.id()).orElseGet(() -> {
            order.add(job);
            String key = Records.DOCUMENTS + "/" + job.id();
            return JobRecords.storedJob(key, putFirst(key, JobRecords.encode(job)));
        });
    }

    public Optional<StoredJob> job(JobId id) {
        return records.read(Records.DOCUMENTS + "/" + id, JobRecords::storedJob);
    }

    /**
     * Reads the jobs page by page, in the order they were received, the latest first.
     *
     * @param last the last job of the page before; empty for the first page
     * @param most jobs of a page, 1 or more
     * @return the page; shorter than that at the end alone
     */
    public List<StoredJob> jobsBefore(Optional<StoredJob> last, int most) {
        return order.after(last).next(most);
    }

    /** As {@link #jobsBefore}, for who does not know yet how many are wanted. */
    JobOrder.Reading jobsBefore(Optional<StoredJob> last) {
        return order.after(last);
    }

    /** @return where each of the jobs stands by what is recorded, as {@link JobView#status} says it; read together */
    List<JobStatus> statuses(List<StoredJob> of) {
        return standings.of(of);
    }

    /** @return ids of all jobs, ascending; what a stranger put beside their documents is none */
    public List<JobId> jobIds() {
        return objects.children(Records.DOCUMENTS).stream()
                .filter(JobId::isValid)
                .map(JobId::new)
                .toList();
    }

    /**
     * Records that an attempt was asked for. It counts as open from just before that on.
     *
     * @return what is recorded: this, or that another message was first
     */
    public AttemptRecord putAttempt(AttemptRecord attempt) {
        open.add(attempt.attempt());
        String key = Records.key(Records.ATTEMPTS, attempt.attempt());
        return JobRecords.attempt(key, putFirst(key, JobRecords.encode(attempt)));
    }

    /** @return every attempt that has not been closed; some may have ended, and some were never recorded. By name */
    public List<AttemptId> openAttempts() {
        return open.list();
    }

    /** Counts an attempt as open no longer, if its end is recorded. @return whether it is */
    public boolean closeAttempt(AttemptId attempt) {
        return open.remove(attempt);
    }

    public Optional<AttemptRecord> attempt(AttemptId attempt) {
        return records.read(Records.key(Records.ATTEMPTS, attempt), JobRecords::attempt);
    }

    /** @return the job's attempts, from the first on */
    public List<AttemptRecord> attempts(JobId job) {
        List<AttemptRecord> found = new ArrayList<>();
        Optional<AttemptRecord> next = attempt(new AttemptId(job, 1));
        while (next.isPresent()) {
            found.add(next.get());
            next = attempt(new AttemptId(job, found.size() + 1));
        }
        return found;
    }

    /** @return the attempt that a message asked for, if it did */
    public Optional<AttemptRecord> attemptAskedForBy(JobId job, String messageId) {
        return attempts(job).stream()
                .filter(attempt -> attempt.messageId().equals(messageId))
                .findFirst();
    }

    /** Records that an attempt may run as planned, unless something is decided. @return what is decided: this, or an earlier one */
    public Decision decide(JobPlan plan) {
        return decisions.put(plan.attempt(), new Decision.Planned(plan));
    }

    /**
     * Records that an attempt is refused, which ends it, unless something is decided.
     *
     * @param faults why; at least one
     * @return what is decided: this, or an earlier one
     */
    public Decision reject(AttemptId attempt, List<Fault> faults) {
        return decisions.put(attempt, new Decision.Refused(new RecordedFaults(records.now(), faults)));
    }

    /** @return what validation decided about the attempt, if it did */
    public Optional<Decision> decision(AttemptId attempt) {
        return decisions.find(attempt);
    }

    /** @return the attempt's plan, if it may run: the resolved one, if validation left sources to the driver and it has resolved them */
    public Optional<JobPlan> plan(AttemptId attempt) {
        return decisions
                .plan(attempt)
                .map(plan ->
                        plan.unresolved().isEmpty() ? plan : resolved(attempt).orElse(plan));
    }

    private Optional<JobPlan> resolved(AttemptId attempt) {
        return records.read(Records.key(RESOLVED, attempt), JobStore::resolved);
    }

    private static JobPlan resolved(String key, byte[] bytes) {
        return JobRecords.decodeText(key, bytes, JobPlanJson::read);
    }

    /**
     * Stores what the driver of a run made of an attempt's plan, unless another driver of the attempt was first.
     *
     * @param plan leaves nothing unresolved
     * @return the plan that all its drivers go by
     */
    public JobPlan putResolved(JobPlan plan) {
        Require.that(plan.unresolved().isEmpty(), "a plan that leaves sources unresolved: " + plan.unresolved());
        String key = Records.key(RESOLVED, plan.attempt());
        return resolved(key, putFirst(key, JobPlanJson.write(plan).getBytes(StandardCharsets.UTF_8)));
    }

    /** @return why the attempt was refused, if it was */
    public Optional<RecordedFaults> rejection(AttemptId attempt) {
        return decisions.refusal(attempt);
    }

    /**
     * Stores a run's manifest unless its attempt has one. A put of unknown outcome is repeated until a manifest is seen.
     *
     * @return the attempt's manifest: the one given, or that of a run that was first
     */
    public Manifest putManifest(Manifest manifest) {
        byte[] bytes = ManifestJson.write(manifest).getBytes(StandardCharsets.UTF_8);
        String key = Records.key("manifests", manifest.attempt());
        byte[] stored = putFirst(key, bytes);
        return Arrays.equals(stored, bytes) ? manifest : manifest(key, stored);
    }

    public Optional<Manifest> manifest(AttemptId attempt) {
        return records.read(Records.key("manifests", attempt), JobStore::manifest);
    }

    private static Manifest manifest(String key, byte[] bytes) {
        return JobRecords.decodeText(key, bytes, ManifestJson::read);
    }

    @Override
    public List<AttemptId> attemptsWithManifest() {
        return records.attemptsIn("manifests");
    }

    @Override
    public boolean removeManifest(AttemptId attempt) {
        return objects.delete(Records.key("manifests", attempt));
    }

    /** Records what went wrong in an attempt that ran. Its status is the log's to say. @return what is recorded: the first */
    public RecordedFaults recordFailure(AttemptId attempt, List<Fault> faults) {
        return putFaults(Records.key("failures", attempt), faults);
    }

    public Optional<RecordedFaults> failure(AttemptId attempt) {
        return records.read(Records.key("failures", attempt), JobRecords::faults);
    }

    private RecordedFaults putFaults(String key, List<Fault> faults) {
        RecordedFaults recorded = new RecordedFaults(records.now(), faults);
        return JobRecords.faults(key, putFirst(key, JobRecords.encode(recorded)));
    }

    /** Records that an attempt was validated and runs. @return since when */
    public Instant reportRunning(AttemptId attempt) {
        String key = Records.key(Records.RUNNING, attempt);
        return JobRecords.time(key, putFirst(key, JobRecords.encodeTime(records.now())));
    }

    /** @return since when the attempt runs, if that was reported */
    public Optional<Instant> runningSince(AttemptId attempt) {
        return records.read(Records.key(Records.RUNNING, attempt), JobRecords::time);
    }

    /**
     * Adds a line to a job's history, unless one of that text is there: a message that is delivered twice leaves one line. Two callers
     * at once may leave two.
     *
     * @param fields as the {@link HistoryLine.Kind} names them
     * @param text   the same for people; a sentence
     */
    public void addHistory(JobId job, HistoryLine.Kind kind, Map<String, String> fields, String text) {
        history.add(job, kind, fields, text);
    }

    /** @return the lines of a job's history, oldest first */
    public List<HistoryLine> history(JobId job) {
        return history.of(job);
    }

    /**
     * Records that people were told of an attempt's end.
     *
     * @param kind what they were told, in letters, such as {@link #ENDED}
     * @return whether this call recorded it first
     */
    public boolean recordNotified(AttemptId attempt, String kind) {
        byte[] own = JobRecords.encode(new HistoryLine(
                records.now(),
                HistoryLine.Kind.OTHER,
                Map.of(),
                records.surroundings().ids().get()));
        return Arrays.equals(putFirst(notifiedKey(attempt, kind), own), own);
    }

    public boolean isNotified(AttemptId attempt, String kind) {
        return objects.get(notifiedKey(attempt, kind)).isPresent();
    }

    private static String notifiedKey(AttemptId attempt, String kind) {
        return Records.NOTIFIED + "/" + Records.toldName(attempt, kind);
    }

    /**
     * Registers that a job reads files into a table. Looks after it has registered: of jobs that do so at once each sees the
     * other, or one does.
     *
     * @return the other jobs that are registered for the same content at the same place, by file, ascending by id; files that no
     *     other job reads are left out
     */
    public Map<InputFile, List<JobId>> registerInputs(TableName table, List<InputFile> inputs, JobId job) {
        return inputRegistry.register(table, inputs, job);
    }

    /** @return as {@link #registerInputs}; nothing is written */
    public Map<InputFile, List<JobId>> jobsWithInputs(TableName table, List<InputFile> inputs, JobId job) {
        return inputRegistry.find(table, inputs, job);
    }

    /** Records what rows an attempt holds, before it may commit. @return what is recorded: the first */
    public RecordedContent putContent(AttemptId attempt, RecordedContent content) {
        String key = Records.key("contents", attempt);
        return JobRecords.content(key, putFirst(key, JobRecords.encode(content)));
    }

    public Optional<RecordedContent> content(AttemptId attempt) {
        return records.read(Records.key("contents", attempt), JobRecords::content);
    }

    /** Records how an attempt ended by the table's log. @return what is recorded */
    AttemptOutcome putOutcome(AttemptId attempt, AttemptOutcome outcome) {
        String key = Records.key(Records.OUTCOMES, attempt);
        return JobRecords.outcome(key, putFirst(key, JobRecords.encode(outcome)));
    }

    Optional<AttemptOutcome> outcome(AttemptId attempt) {
        return records.read(Records.key(Records.OUTCOMES, attempt), JobRecords::outcome);
    }

    /** @return the last slot of a table's log that outcomes were taken from; 0 for none */
    long cursor(TableName table) {
        return records.read("cursors/" + table, JobRecords::cursor).orElse(0L);
    }

    /** Moves a cursor on, unless another has moved it. */
    void advanceCursor(TableName table, long from, long to) {
        String key = "cursors/" + table;
        if (objects.get(key).isEmpty()) {
            objects.putIfAbsent(key, JobRecords.encodeCursor(to));
        } else {
            objects.replace(key, JobRecords.encodeCursor(from), JobRecords.encodeCursor(to));
        }
    }

    private byte[] putFirst(String key, byte[] bytes) {
        return records.putFirst(key, bytes);
    }
}
