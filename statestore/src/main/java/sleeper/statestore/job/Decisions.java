package sleeper.statestore.job;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobPlanJson;

/**
 * The decisions of validation, one object for each attempt, so that a plan and a refusal cannot both be stored. The version
 * before kept them apart, under {@code plans/} and {@code rejections/}. What it decided stands; where it stored both, as two
 * validations at once could make it do, the refusal counts.
 */
final class Decisions {
    private static final String FOLDER = "decisions";
    private static final String PLANS_BEFORE = "plans";
    private static final String REFUSALS_BEFORE = "rejections";

    private final Records records;

    Decisions(Records records) {
        this.records = records;
    }

    /** Stores a decision unless there is one. @return the decision that is stored */
    Decision put(AttemptId attempt, Decision decision) {
        Optional<Decision> before = ofVersionBefore(attempt);
        if (before.isPresent()) {
            return before.get();
        }
        String key = Records.key(FOLDER, attempt);
        byte[] bytes = DecisionJson.encode(decision);
        byte[] stored = records.putFirst(key, bytes);
        return stored == bytes ? decision : DecisionJson.decode(key, stored);
    }

    Optional<Decision> find(AttemptId attempt) {
        return records.read(Records.key(FOLDER, attempt), DecisionJson::decode).or(() -> ofVersionBefore(attempt));
    }

    /** @return the attempt's plan; also one that the version before stored beside a refusal, since a run may have begun by it */
    Optional<JobPlan> plan(AttemptId attempt) {
        Optional<Decision> decision = records.read(Records.key(FOLDER, attempt), DecisionJson::decode);
        return decision.isPresent() ? decision.get().plan() : planBefore(attempt);
    }

    Optional<RecordedFaults> refusal(AttemptId attempt) {
        String key = Records.key(FOLDER, attempt);
        Optional<byte[]> decision = records.objects().get(key);
        return decision.isPresent() ? DecisionJson.refusal(key, decision.get()) : refusalBefore(attempt);
    }

    /** @return those of the attempts that were refused */
    Set<AttemptId> refused(Collection<AttemptId> attempts) {
        Map<AttemptId, Boolean> decided = records.readAll(
                FOLDER,
                attempts,
                (key, bytes) -> DecisionJson.refusal(key, bytes).isPresent());
        List<AttemptId> undecided = attempts.stream()
                .filter(attempt -> !decided.containsKey(attempt))
                .toList();
        Set<AttemptId> refused = new HashSet<>(
                records.readAll(REFUSALS_BEFORE, undecided, JobRecords::faults).keySet());
        attempts.stream()
                .filter(attempt -> decided.getOrDefault(attempt, false))
                .forEach(refused::add);
        return refused;
    }

    private Optional<Decision> ofVersionBefore(AttemptId attempt) {
        return refusalBefore(attempt)
                .<Decision>map(Decision.Refused::new)
                .or(() -> planBefore(attempt).map(Decision.Planned::new));
    }

    private Optional<JobPlan> planBefore(AttemptId attempt) {
        return records.read(
                Records.key(PLANS_BEFORE, attempt),
                (key, bytes) -> JobRecords.decodeText(key, bytes, JobPlanJson::read));
    }

    private Optional<RecordedFaults> refusalBefore(AttemptId attempt) {
        return records.read(Records.key(REFUSALS_BEFORE, attempt), JobRecords::faults);
    }
}
