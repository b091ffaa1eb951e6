package sleeper.lambda.verdict;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.ResourceKind;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.AttemptResources.Seen;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.RecordedFaults;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.JobState.Exclusion;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/** Asks the table's log, and for refusals the job store, how an attempt ended. Safe for use by many threads. */
public final class Verdicts {
    /** The kind of notification that is remembered: that of an attempt's end. */
    public static final String NOTIFIED = JobStore.ENDED;

    private final InstanceStores stores;
    private final CheckedSettings settings;

    public Verdicts(InstanceStores stores) {
        this.stores = stores;
        this.settings = new CheckedSettings(stores);
    }

    /** @throws RunFailedException UNKNOWN_JOB if no such job was accepted */
    public StoredJob job(AttemptId attempt) {
        return stores.jobs()
                .job(attempt.jobId())
                .orElseThrow(() -> new RunFailedException(
                        "Attempt " + attempt + " was not found.",
                        List.of(Fault.of(ErrorCode.UNKNOWN_JOB, "job " + attempt.jobId(), "no document", ""))));
    }

    /** @return name of a job's table, as its document has it */
    public static TableName tableOf(StoredJob job) {
        return new TableName(JobDocumentJson.parseStored(job.document()).tableName());
    }

    public TableLog logOf(StoredJob job) {
        return stores.tables().log(tableOf(job));
    }

    /** @return how the attempt ended; empty if that is not decided */
    public Optional<Outcome> find(AttemptId attempt) {
        Optional<JobState> state = logOf(job(attempt)).state().job(attempt.jobId());
        Optional<Commit> commit = state.flatMap(JobState::committed);
        return commit.filter(found -> found.attempt() == attempt.number())
                .map(found -> committed(attempt, found))
                .or(() -> stores.jobs()
                        .rejection(attempt)
                        .map(recorded -> Outcome.failed(attempt, JobStatus.REJECTED, recorded.faults())))
                .or(() -> commit.map(found -> committed(attempt, found)))
                .or(() -> state.flatMap(job -> job.exclusionOf(attempt.number()))
                        .map(exclusion -> excluded(attempt, exclusion)));
    }

    /** @return the outcome that the log's answer means */
    public Outcome outcome(AttemptId attempt, Verdict verdict) {
        if (verdict instanceof Verdict.Committed committed) {
            return committed(attempt, committed.commit());
        } else if (verdict instanceof Verdict.Excluded excluded) {
            return excluded(attempt, excluded.exclusion());
        } else if (verdict instanceof Verdict.Refused refused) {
            return Outcome.failed(attempt, JobStatus.FAILED, List.of(refused.fault()));
        }
        throw new IllegalStateException("the log gave no verdict on an attempt: " + verdict);
    }

    private static Outcome committed(AttemptId attempt, Commit commit) {
        return new Outcome(
                attempt,
                new AttemptId(attempt.jobId(), commit.attempt()),
                JobStatus.COMMITTED,
                List.of(),
                commit.rowCount(),
                commit.fileCount());
    }

    /** The log keeps one sentence; what the run stored tells more, as long as it is of the same kind. */
    private Outcome excluded(AttemptId attempt, Exclusion exclusion) {
        List<Fault> faults = stores.jobs()
                .failure(attempt)
                .map(RecordedFaults::faults)
                .filter(found -> found.get(0).code() == exclusion.reason().code())
                .orElseGet(() -> List.of(Fault.of(
                        exclusion.reason().code(),
                        "attempt " + attempt.number(),
                        exclusion.reason().text(),
                        "")));
        return Outcome.failed(attempt, exclusion.reason().status(), faults);
    }

    /** @return the outcome as the state machines carry it; {@code tell} is nobody where people were told already */
    public VerdictDto toDto(Outcome outcome) {
        StoredJob job = job(outcome.attempt());
        String platform = stores.jobs()
                .plan(outcome.attempt())
                .map(plan -> plan.platform().word())
                .orElse("");
        VerdictDto dto = new VerdictWords(outcome, tableOf(job).value(), tell(outcome))
                .toDto()
                .on(platform, clusterOf(outcome.attempt()));
        return stores.jobs().isNotified(outcome.attempt(), NOTIFIED) ? dto.toldByNobody() : dto;
    }

    private String clusterOf(AttemptId attempt) {
        return stores.jobs().resources().of(attempt).seen().stream()
                .filter(seen -> seen.kind() == ResourceKind.EMR_CLUSTER && !seen.isGone())
                .map(Seen::id)
                .findFirst()
                .orElse("");
    }

    private String tell(Outcome outcome) {
        if (outcome.status() != JobStatus.COMMITTED) {
            return "failure";
        }
        return tellsSuccess() ? "success" : "nobody";
    }

    /** @return whether people are told of what succeeded */
    public boolean tellsSuccess() {
        return settings.ofInstance().get(InstanceSettings.NOTIFY_SUCCESS);
    }
}
