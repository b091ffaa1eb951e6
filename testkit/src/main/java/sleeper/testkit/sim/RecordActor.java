package sleeper.testkit.sim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.TableLog;

/**
 * Someone who uses the job store: records that an attempt was asked for, decides whether it may run, or looks through what is
 * open. Several do each at once.
 */
final class RecordActor extends Actor {
    /** What it does. */
    enum Sort {
        STARTER,
        VALIDATOR,
        SWEEPER
    }

    private final Sort sort;
    private final AttemptId attempt;
    private int left;

    RecordActor(World world, Sort sort, AttemptId attempt, int times) {
        super(world);
        this.sort = sort;
        this.attempt = attempt;
        this.left = times;
    }

    /** Leaves an attempt as the version before does. */
    static void leaveOlder(World world, AttemptId attempt) {
        String record =
                "{\"format\":1,\"job\":\"%s\",\"attempt\":%s,\"messageId\":\"m\",\"askedAt\":\"2026-01-02T03:04:05Z\"}"
                        .formatted(attempt.jobId(), attempt.number());
        world.leaveJobObject(
                "attempts/" + attempt.jobId() + "." + attempt.number(), record.getBytes(StandardCharsets.UTF_8));
        world.jobOracle.recordedBefore(attempt);
    }

    @Override
    boolean hasWork() {
        return left > 0;
    }

    @Override
    void work(TableLog table) {
        left--;
        JobStore jobs = world.jobStore();
        switch (sort) {
            case STARTER -> {
                var unused = jobs.putAttempt(new AttemptRecord(attempt, "m", Instant.EPOCH));
            }
            case VALIDATOR -> validate(jobs);
            case SWEEPER -> sweep(jobs);
        }
    }

    private void validate(JobStore jobs) {
        if (jobs.attempt(attempt).isEmpty()) {
            return;
        }
        world.jobOracle.told(
                attempt,
                world.random.nextBoolean()
                        ? jobs.decide(plan())
                        : jobs.reject(attempt, List.of(Fault.of(ErrorCode.NO_FILES, "files", someWord(), ""))));
    }

    private JobPlan plan() {
        return new JobPlan(
                attempt,
                "digest",
                World.LOCATION.table(),
                "incarnation",
                TableActor.SCHEMA,
                PartitionTree.single(1),
                Platform.STANDARD,
                List.of(someWord()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    /** Tells one validation's decision from another's. */
    private String someWord() {
        return "w" + world.random.nextInt(1_000_000);
    }

    private void sweep(JobStore jobs) {
        Set<String> before = world.jobOracle.open();
        List<AttemptId> open = jobs.openAttempts();
        world.jobOracle.toldOpen(before, open);
        open.forEach(jobs::closeAttempt);
    }

    /** A caller who was not answered asks again. */
    @Override
    void crashed() {
        left += left == 0 ? 1 : 0;
    }

    @Override
    void failed() {
        crashed();
    }

    static AttemptId attempt(int job) {
        return new AttemptId(new JobId("record" + job), 1);
    }
}
