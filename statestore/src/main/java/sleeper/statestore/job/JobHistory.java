package sleeper.statestore.job;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.table.TableName;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.JobState.Exclusion;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableStore;

/**
 * Where jobs stand. ACCEPTED, RUNNING and REJECTED come from the job store; how an attempt ended otherwise is what the table's
 * log says, projected into the job store up to a cursor. Safe for use by many threads and processes.
 */
public final class JobHistory {
    private final JobStore jobs;
    private final TableStore tables;

    public JobHistory(JobStore jobs, TableStore tables) {
        this.jobs = jobs;
        this.tables = tables;
    }

    /** @return the job, if it was ever accepted */
    public Optional<JobView> find(JobId id) {
        return jobs.job(id).map(job -> {
            String table = tableOf(job);
            if (TableName.isValid(table)) {
                project(new TableName(table));
            }
            return view(job, table);
        });
    }

    /**
     * Reads some jobs, in the order they were received, the latest first, and no others.
     *
     * @param last the last job of the page before; empty for the first page
     * @param most jobs of a page, 1 or more; {@link Integer#MAX_VALUE} for all that there are
     * @return the page; shorter than that at the end alone
     */
    public List<JobView> page(Optional<JobView> last, int most) {
        return views(jobs.jobsBefore(last.map(JobView::job), most), new HashSet<>());
    }

    /** @param last the job before the first that is wanted; empty to begin with the latest */
    public JobScan scan(Optional<JobView> last) {
        return new JobScan(this, jobs.jobsBefore(last.map(JobView::job)));
    }

    /** @param projected tables whose log need not be asked; those whose log was are added */
    List<JobView> views(List<StoredJob> of, Set<String> projected) {
        project(of, projected);
        return of.stream().map(job -> view(job, tableOf(job))).toList();
    }

    /** @param projected as {@link #views} takes it */
    List<JobStatus> statuses(List<StoredJob> of, Set<String> projected) {
        project(of, projected);
        return jobs.statuses(of);
    }

    private void project(List<StoredJob> of, Set<String> projected) {
        of.stream()
                .map(JobHistory::tableOf)
                .filter(TableName::isValid)
                .filter(projected::add)
                .forEach(table -> project(new TableName(table)));
    }

    /** @return name of a job's table, as written in its document */
    public static String tableOf(StoredJob job) {
        return JobDocumentJson.parseStored(job.document()).tableName();
    }

    /** @return where an attempt stands; ACCEPTED if nothing is known of it */
    public JobStatus statusOf(AttemptId attempt) {
        return find(attempt.jobId()).stream()
                .flatMap(job -> job.attempts().stream())
                .filter(view -> view.attempt().equals(attempt))
                .map(AttemptView::status)
                .findFirst()
                .orElse(JobStatus.ACCEPTED);
    }

    /**
     * Takes what a table's log decided since the cursor into the job store. Whoever comes second writes the same again, which
     * changes nothing.
     */
    public void project(TableName table) {
        long cursor = jobs.cursor(table);
        TableState state = tables.log(table).state();
        if (state.slot() <= cursor) {
            return;
        }
        state.jobs().forEach((id, job) -> project(new JobId(id), job, cursor));
        jobs.advanceCursor(table, cursor, state.slot());
    }

    private void project(JobId id, JobState job, long cursor) {
        job.committed().filter(commit -> commit.slot() > cursor).ifPresent(commit -> {
            AttemptOutcome outcome = new AttemptOutcome(
                    JobStatus.COMMITTED,
                    commit.slot(),
                    Instant.ofEpochMilli(commit.atMillis()),
                    Optional.empty(),
                    "",
                    commit.fileCount(),
                    commit.rowCount());
            jobs.putOutcome(new AttemptId(id, commit.attempt()), outcome);
        });
        int covered = 0;
        for (Exclusion exclusion : job.exclusions()) {
            if (exclusion.slot() > cursor) {
                AttemptOutcome outcome = new AttemptOutcome(
                        exclusion.reason().status(),
                        exclusion.slot(),
                        Instant.ofEpochMilli(exclusion.atMillis()),
                        Optional.of(exclusion.reason().code()),
                        exclusion.reason().text(),
                        0,
                        0);
                for (int attempt = covered + 1; attempt <= exclusion.attempt(); attempt++) {
                    jobs.putOutcome(new AttemptId(id, attempt), outcome);
                }
            }
            covered = exclusion.attempt();
        }
    }

    private JobView view(StoredJob job, String table) {
        List<AttemptView> attempts =
                jobs.attempts(job.id()).stream().map(this::view).toList();
        JobStatus status = attempts.stream()
                .map(AttemptView::status)
                .filter(JobStatus.COMMITTED::equals)
                .findFirst()
                .orElse(
                        attempts.isEmpty()
                                ? JobStatus.ACCEPTED
                                : attempts.get(attempts.size() - 1).status());
        return new JobView(job, table, status, attempts, jobs.history(job.id()));
    }

    /** An attempt that validation refused did not run, so that only a commit says something new of it. */
    private AttemptView view(AttemptRecord record) {
        AttemptId attempt = record.attempt();
        Optional<AttemptOutcome> outcome = jobs.outcome(attempt);
        boolean committed =
                outcome.filter(found -> found.status() == JobStatus.COMMITTED).isPresent();
        Optional<RecordedFaults> rejection = committed ? Optional.empty() : jobs.rejection(attempt);
        if (rejection.isPresent()) {
            return new AttemptView(
                    attempt,
                    JobStatus.REJECTED,
                    record.askedAt(),
                    Optional.of(rejection.get().at()),
                    rejection.get().faults(),
                    0,
                    0);
        }
        if (outcome.isPresent()) {
            AttemptOutcome ended = outcome.get();
            return new AttemptView(
                    attempt,
                    ended.status(),
                    record.askedAt(),
                    Optional.of(ended.at()),
                    faults(attempt, ended),
                    ended.files(),
                    ended.rows());
        }
        JobStatus status = jobs.runningSince(attempt).isPresent() ? JobStatus.RUNNING : JobStatus.ACCEPTED;
        return new AttemptView(attempt, status, record.askedAt(), Optional.empty(), List.of(), 0, 0);
    }

    /** What a run stored tells more than the log's one sentence, as long as it is of the same kind. */
    private List<Fault> faults(AttemptId attempt, AttemptOutcome ended) {
        if (ended.status() == JobStatus.COMMITTED) {
            return List.of();
        }
        return jobs.failure(attempt)
                .map(RecordedFaults::faults)
                .filter(found -> found.get(0).code() == ended.code().orElse(ErrorCode.INTERNAL))
                .orElseGet(() -> List.of(
                        Fault.of(ended.code().orElse(ErrorCode.INTERNAL), "attempt " + attempt, ended.text(), "")));
    }
}
