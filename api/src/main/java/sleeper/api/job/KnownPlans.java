package sleeper.api.job;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.platform.Platform;
import sleeper.core.util.LatestUsed;
import sleeper.statestore.job.JobStore;

/**
 * Plans as they were read. A plan does not change once it is decided, and pages look at it again and again; but it may name 100,000 files,
 * so few are kept, and only while there is memory for them. Of more attempts the platform is kept, which is all that lists show. What is
 * not there yet is looked for at each call, and so is a plan whose sources a driver has yet to resolve. Safe for use by many threads.
 */
final class KnownPlans {
    private static final int MOST_PLANS = 16;
    private static final int MOST_PLATFORMS = 10_000;

    private final JobStore jobs;
    private final Map<AttemptId, SoftReference<JobPlan>> plans = new LatestUsed<>(MOST_PLANS);
    private final Map<AttemptId, Platform> platforms = new LatestUsed<>(MOST_PLATFORMS);

    KnownPlans(JobStore jobs) {
        this.jobs = jobs;
    }

    /** As {@link JobStore#plan}. */
    Optional<JobPlan> plan(AttemptId attempt) {
        Optional<JobPlan> known = kept(attempt);
        return known.isPresent() ? known : read(attempt);
    }

    /** @return the platform that the attempt's plan names, if it has one */
    Optional<Platform> platform(AttemptId attempt) {
        synchronized (this) {
            Platform known = platforms.get(attempt);
            if (known != null) {
                return Optional.of(known);
            }
        }
        return read(attempt).map(JobPlan::platform);
    }

    private synchronized Optional<JobPlan> kept(AttemptId attempt) {
        SoftReference<JobPlan> known = plans.get(attempt);
        return known == null ? Optional.empty() : Optional.ofNullable(known.get());
    }

    private Optional<JobPlan> read(AttemptId attempt) {
        Optional<JobPlan> plan = jobs.plan(attempt);
        plan.ifPresent(found -> keep(attempt, found));
        return plan;
    }

    private synchronized void keep(AttemptId attempt, JobPlan plan) {
        platforms.put(attempt, plan.platform());
        if (plan.unresolved().isEmpty()) {
            plans.put(attempt, new SoftReference<>(plan));
        }
    }
}
