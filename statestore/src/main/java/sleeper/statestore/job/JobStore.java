package sleeper.statestore.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.Manifest;
import sleeper.core.job.json.JobPlanJson;
import sleeper.core.job.json.ManifestJson;
import sleeper.core.table.TableName;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.Manifests;
import sleeper.statestore.util.NameNumbers;
import sleeper.statestore.util.Sha256;
import sleeper.statestore.util.Surroundings;

/**
 * What an instance keeps of its jobs. Records are written once: of several writers the first wins, and each is told what it
 * wrote, so that a repeated call is harmless. Safe for use by many threads and processes.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} if the store failed and nothing was
 * written, {@link OutcomeUnknownException} if it could not be learned whether something was,
 * {@link sleeper.core.error.CorruptDataException} if a record cannot be read.
 */
public final class JobStore implements Manifests {
    private static final Pattern ATTEMPT_NAME = Pattern.compile("([A-Za-z0-9_-]{1,63})\\.([1-9][0-9]{0,8})");
    private static final int MILLIS_DIGITS = 13;
    private static final int MOST_TRIES = 10;
    private static final Duration LEAST_WAIT = Duration.ofMillis(5);
    private static final Duration MOST_WAIT = Duration.ofMillis(500);

    private final ObjectStore objects;
    private final Surroundings surroundings;

    public JobStore(ObjectStore objects, Surroundings surroundings) {
        this.objects = objects;
        this.surroundings = surroundings;
    }

    /** Stores a job unless one of its id is there. @return the job of that id: the one given, or an earlier one */
    public StoredJob putJob(StoredJob job) {
        String key = "documents/" + job.id();
        return JobRecords.storedJob(key, putFirst(key, JobRecords.encode(job)));
    }

    public Optional<StoredJob> job(JobId id) {
        return read("documents/" + id, JobRecords::storedJob);
    }

    /** @return ids of all jobs, ascending */
    public List<JobId> jobIds() {
        return jobsIn("documents").toList();
    }

    /** Records that an attempt was asked for. @return what is recorded: this, or that another message was first */
    public AttemptRecord putAttempt(AttemptRecord attempt) {
        String key = key("attempts", attempt.attempt());
        return JobRecords.attempt(key, putFirst(key, JobRecords.encode(attempt)));
    }

    public Optional<AttemptRecord> attempt(AttemptId attempt) {
        return read(key("attempts", attempt), JobRecords::attempt);
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

    /** Stores an attempt's plan unless there is one. @return the attempt's plan: the one given, or an earlier one */
    public JobPlan putPlan(JobPlan plan) {
        byte[] bytes = JobPlanJson.write(plan).getBytes(StandardCharsets.UTF_8);
        byte[] stored = putFirst(key("plans", plan.attempt()), bytes);
        return Arrays.equals(stored, bytes) ? plan : JobPlanJson.read(utf8(stored));
    }

    public Optional<JobPlan> plan(AttemptId attempt) {
        return objects.get(key("plans", attempt)).map(bytes -> JobPlanJson.read(utf8(bytes)));
    }

    /**
     * Stores a run's manifest unless its attempt has one. A put of unknown outcome is repeated until a manifest is seen.
     *
     * @return the attempt's manifest: the one given, or that of a run that was first
     */
    public Manifest putManifest(Manifest manifest) {
        byte[] bytes = ManifestJson.write(manifest).getBytes(StandardCharsets.UTF_8);
        byte[] stored = putFirst(key("manifests", manifest.attempt()), bytes);
        return Arrays.equals(stored, bytes) ? manifest : ManifestJson.read(utf8(stored));
    }

    public Optional<Manifest> manifest(AttemptId attempt) {
        return objects.get(key("manifests", attempt)).map(bytes -> ManifestJson.read(utf8(bytes)));
    }

    @Override
    public List<AttemptId> attemptsWithManifest() {
        return objects.children("manifests").stream()
                .map(ATTEMPT_NAME::matcher)
                .filter(Matcher::matches)
                .map(name -> new AttemptId(new JobId(name.group(1)), Integer.parseInt(name.group(2))))
                .toList();
    }

    @Override
    public boolean removeManifest(AttemptId attempt) {
        return objects.delete(key("manifests", attempt));
    }

    /** Records that validation refused an attempt, which ends it: REJECTED. @return what is recorded */
    public RecordedFaults reject(AttemptId attempt, List<Fault> faults) {
        return putFaults(key("rejections", attempt), faults);
    }

    public Optional<RecordedFaults> rejection(AttemptId attempt) {
        return read(key("rejections", attempt), JobRecords::faults);
    }

    /** Records what went wrong in an attempt that ran. Its status is the log's to say. @return what is recorded: the first */
    public RecordedFaults recordFailure(AttemptId attempt, List<Fault> faults) {
        return putFaults(key("failures", attempt), faults);
    }

    public Optional<RecordedFaults> failure(AttemptId attempt) {
        return read(key("failures", attempt), JobRecords::faults);
    }

    private RecordedFaults putFaults(String key, List<Fault> faults) {
        RecordedFaults recorded = new RecordedFaults(surroundings.clock().instant(), faults);
        return JobRecords.faults(key, putFirst(key, JobRecords.encode(recorded)));
    }

    /** Records that an attempt was validated and runs. @return since when */
    public Instant reportRunning(AttemptId attempt) {
        String key = key("running", attempt);
        return JobRecords.time(
                key, putFirst(key, JobRecords.encodeTime(surroundings.clock().instant())));
    }

    /** @return since when the attempt runs, if that was reported */
    public Optional<Instant> runningSince(AttemptId attempt) {
        return read(key("running", attempt), JobRecords::time);
    }

    /**
     * Adds a line to a job's history, unless one of that text is there: a message that is delivered twice leaves one line. Two callers
     * at once may leave two.
     *
     * @param fields as the {@link HistoryLine.Kind} names them
     * @param text   the same for people; a sentence
     */
    public void addHistory(JobId job, HistoryLine.Kind kind, Map<String, String> fields, String text) {
        HistoryLine line = new HistoryLine(surroundings.clock().instant(), kind, fields, text);
        if (history(job).stream().anyMatch(known -> known.text().equals(text))) {
            return;
        }
        String name = NameNumbers.padded(line.at().toEpochMilli(), MILLIS_DIGITS) + "-"
                + surroundings.ids().get();
        putFirst("history/" + job + "/" + name, JobRecords.encode(line));
    }

    /** @return the lines of a job's history, oldest first */
    public List<HistoryLine> history(JobId job) {
        return objects.list("history/" + job).stream()
                .flatMap(key -> read(key, JobRecords::historyLine).stream())
                .toList();
    }

    /**
     * Records that people were told of an attempt's end.
     *
     * @param kind what they were told, in letters
     * @return whether this call recorded it first
     */
    public boolean recordNotified(AttemptId attempt, String kind) {
        byte[] own = JobRecords.encode(new HistoryLine(
                surroundings.clock().instant(),
                HistoryLine.Kind.OTHER,
                Map.of(),
                surroundings.ids().get()));
        return Arrays.equals(putFirst(notifiedKey(attempt, kind), own), own);
    }

    public boolean isNotified(AttemptId attempt, String kind) {
        return objects.get(notifiedKey(attempt, kind)).isPresent();
    }

    private static String notifiedKey(AttemptId attempt, String kind) {
        return key("notified", attempt) + "." + kind;
    }

    /**
     * Registers that a job reads a file into a table. Looks after it has registered: of jobs that do so at once each sees
     * the other, or one does.
     *
     * @return the other jobs that are registered for the same content at the same place, ascending by id
     */
    public List<JobId> registerInput(TableName table, InputFile input, JobId job) {
        putFirst(folderOf(table, input) + "/" + job, JobRecords.encodeTime(Instant.EPOCH));
        return jobsWithInput(table, input, job);
    }

    /** @return the jobs other than this one that registered the same version of a file for a table */
    public List<JobId> jobsWithInput(TableName table, InputFile input, JobId job) {
        return jobsIn(folderOf(table, input))
                .filter(other -> !other.equals(job))
                .toList();
    }

    private static String folderOf(TableName table, InputFile input) {
        String file = Sha256.hex((input.path() + " " + input.version()).getBytes(StandardCharsets.UTF_8));
        return "inputs/" + table + "/" + file;
    }

    /** Records what rows an attempt holds, before it may commit. @return what is recorded: the first */
    public RecordedContent putContent(AttemptId attempt, RecordedContent content) {
        String key = key("contents", attempt);
        return JobRecords.content(key, putFirst(key, JobRecords.encode(content)));
    }

    public Optional<RecordedContent> content(AttemptId attempt) {
        return read(key("contents", attempt), JobRecords::content);
    }

    /** Records how an attempt ended by the table's log. @return what is recorded */
    AttemptOutcome putOutcome(AttemptId attempt, AttemptOutcome outcome) {
        String key = key("outcomes", attempt);
        return JobRecords.outcome(key, putFirst(key, JobRecords.encode(outcome)));
    }

    Optional<AttemptOutcome> outcome(AttemptId attempt) {
        return read(key("outcomes", attempt), JobRecords::outcome);
    }

    /** @return the last slot of a table's log that outcomes were taken from; 0 for none */
    long cursor(TableName table) {
        return read("cursors/" + table, JobRecords::cursor).orElse(0L);
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

    private <T> Optional<T> read(String key, BiFunction<String, byte[], T> decoder) {
        return objects.get(key).map(bytes -> decoder.apply(key, bytes));
    }

    /** @return the bytes under the key: the ones given, or those that were there first */
    private byte[] putFirst(String key, byte[] bytes) {
        boolean mayBeThere = false;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                PutResult result = objects.putIfAbsent(key, bytes);
                if (result == PutResult.STORED) {
                    return bytes;
                }
                mayBeThere |= result == PutResult.UNKNOWN;
                Optional<byte[]> found = result == PutResult.REFUSED ? objects.get(key) : Optional.empty();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (TransientFailureException e) {
                // This try did nothing; one before it may have.
                if (!mayBeThere) {
                    throw e;
                }
            }
            surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
        }
        throw new OutcomeUnknownException(
                "Record " + key + " of the job store may not have been written.",
                List.of(Fault.of(ErrorCode.OUTCOME_UNKNOWN, key, "no answer that tells", "")));
    }

    private static String key(String folder, AttemptId attempt) {
        return folder + "/" + attempt.jobId() + "." + attempt.number();
    }

    /** @return the jobs that name the objects of a folder; what a stranger put beside them names none */
    private Stream<JobId> jobsIn(String folder) {
        return objects.children(folder).stream().filter(JobId::isValid).map(JobId::new);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
