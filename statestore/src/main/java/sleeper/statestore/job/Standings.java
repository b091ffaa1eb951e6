package sleeper.statestore.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;

/**
 * Where many jobs stand. Of all of them together it reads a kind of record at a time, and no kind that says nothing new. As safe for
 * threads as the store.
 */
final class Standings {
    private final Records records;
    private final Decisions decisions;

    Standings(Records records, Decisions decisions) {
        this.records = records;
        this.decisions = decisions;
    }

    /** @return the status of each: COMMITTED once an attempt is, else that of its newest attempt; ACCEPTED if it has none */
    List<JobStatus> of(List<StoredJob> jobs) {
        List<AttemptId> attempts = attempts(jobs);
        Map<AttemptId, JobStatus> ended = records.readAll(
                Records.OUTCOMES,
                attempts,
                (key, bytes) -> JobRecords.outcome(key, bytes).status());
        Map<JobId, AttemptId> newest = new HashMap<>();
        attempts.forEach(attempt -> newest.put(attempt.jobId(), attempt));
        Map<JobId, JobStatus> statuses = new HashMap<>();
        ended.forEach((attempt, status) -> {
            if (status == JobStatus.COMMITTED) {
                statuses.put(attempt.jobId(), status);
            }
        });
        newest.keySet().removeAll(statuses.keySet());
        newestStatuses(newest.values(), ended).forEach((attempt, status) -> statuses.put(attempt.jobId(), status));
        return jobs.stream()
                .map(job -> statuses.getOrDefault(job.id(), JobStatus.ACCEPTED))
                .toList();
    }

    /** @return the attempts of the jobs, an earlier one of a job before a later one */
    private List<AttemptId> attempts(List<StoredJob> jobs) {
        List<AttemptId> found = new ArrayList<>();
        List<AttemptId> next =
                jobs.stream().map(job -> new AttemptId(job.id(), 1)).toList();
        while (!next.isEmpty()) {
            Set<AttemptId> there =
                    records.readAll(Records.ATTEMPTS, next, JobRecords::attempt).keySet();
            found.addAll(there);
            next = there.stream()
                    .map(attempt -> new AttemptId(attempt.jobId(), attempt.number() + 1))
                    .toList();
        }
        return found;
    }

    /** A refusal ends an attempt, whatever the log says of it later but that it is committed. */
    private Map<AttemptId, JobStatus> newestStatuses(Collection<AttemptId> attempts, Map<AttemptId, JobStatus> ended) {
        Map<AttemptId, JobStatus> statuses = new HashMap<>();
        Set<AttemptId> refused = decisions.refused(attempts);
        Set<AttemptId> open = new HashSet<>();
        for (AttemptId attempt : attempts) {
            if (refused.contains(attempt)) {
                statuses.put(attempt, JobStatus.REJECTED);
            } else if (ended.containsKey(attempt)) {
                statuses.put(attempt, ended.get(attempt));
            } else {
                open.add(attempt);
            }
        }
        records.readAll(Records.RUNNING, open, JobRecords::time)
                .forEach((attempt, since) -> statuses.put(attempt, JobStatus.RUNNING));
        return statuses;
    }
}
