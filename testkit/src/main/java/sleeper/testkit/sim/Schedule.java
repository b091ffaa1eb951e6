package sleeper.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.partition.PartitionTree;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.transaction.Transaction.Reason;

/**
 * One schedule: a table, some jobs, on Spark or not, and others who split, read, snapshot, collect and drop, until all have done
 * or time is up.
 */
final class Schedule {
    private static final int MOST_CALLS = 4_000;
    private static final int MOST_STEPS = 2_000;
    private static final int ABOVE_ALL_ATTEMPTS = 1_000;
    private static final int VERIFY_ONE_IN = 8;
    private static final int MOST_MARKS = 4;

    private final World world;
    private final List<SimJob> jobs = new ArrayList<>();

    private Schedule(World world) {
        this.world = world;
    }

    /**
     * Runs the schedule of a seed.
     *
     * @param broken  the rule to break, if any
     * @param service what all is stored in, new; if there is none, memory
     * @return the world after it
     * @throws Violation if a promise was broken
     */
    static World run(long seed, Optional<BrokenRule> broken, Optional<Service> service) {
        World world = new World(seed, broken, service);
        try {
            new Schedule(world).run();
        } catch (CorruptDataException e) {
            throw new Violation("the log cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            throw new Violation("the store made a mistake: " + e, e);
        }
        return world;
    }

    private void run() {
        createTable();
        addActors();
        for (int steps = 0; steps < MOST_STEPS && world.calls() < MOST_CALLS && world.runOne(); steps++) {
            // Running one is the step.
        }
        world.oracle.checkNothingDangles();
        settle();
    }

    /** In fair weather, since there is nothing to race with yet. */
    private void createTable() {
        TableLog log = world.inFairWeather(world::startProcess);
        world.oracle.toldOfChange(world.inFairWeather(() -> log.create(TableActor.SCHEMA, PartitionTree.single(1))));
    }

    private void addActors() {
        int jobCount = 2 + world.random.nextInt(5);
        for (int job = 0; job < jobCount; job++) {
            addJob(new SimJob(world, "job" + job, world.random.nextInt(3) == 0));
        }
        world.add(new TableActor(world, TableActor.Sort.READER, 1 + world.random.nextInt(6)));
        world.add(new TableActor(world, TableActor.Sort.READER, 1 + world.random.nextInt(3)));
        world.add(new TableActor(world, TableActor.Sort.SPLITTER, world.random.nextInt(4)));
        world.add(new TableActor(world, TableActor.Sort.SPLITTER, world.random.nextInt(3)));
        world.add(new TableActor(world, TableActor.Sort.SNAPSHOTTER, world.random.nextInt(5)));
        world.add(new TableActor(world, TableActor.Sort.COLLECTOR, world.random.nextInt(4)));
        world.add(new TableActor(world, TableActor.Sort.COLLECTOR, world.random.nextInt(2)));
        world.add(new TableActor(world, TableActor.Sort.DRAINER, world.random.nextInt(2)));
        world.add(new TableActor(world, TableActor.Sort.DROPPER, world.random.nextInt(4) == 0 ? 1 : 0));
        addRecordActors();
        for (int writer = 0; writer < 2; writer++) {
            world.add(new ListActor(world, world.random.nextInt(MOST_MARKS + 1)));
        }
    }

    private void addJob(SimJob job) {
        jobs.add(job);
        world.runOracle.add(job);
        int runs = world.random.nextInt(3) == 0 ? 2 : 1;
        for (int run = 0; run < runs; run++) {
            world.add(new JobActor(world, job, "r" + run));
        }
    }

    /** Those who use the job store alone, which may be one that the version before has left. */
    private void addRecordActors() {
        int attempts = 1 + world.random.nextInt(3);
        for (int job = 0; job < attempts; job++) {
            AttemptId attempt = RecordActor.attempt(job);
            if (world.random.nextInt(3) == 0) {
                RecordActor.leaveOlder(world, attempt);
            }
            world.add(new RecordActor(world, RecordActor.Sort.STARTER, attempt, 1 + world.random.nextInt(2)));
            world.add(new RecordActor(world, RecordActor.Sort.VALIDATOR, attempt, 1 + world.random.nextInt(2)));
            world.add(new RecordActor(world, RecordActor.Sort.VALIDATOR, attempt, world.random.nextInt(3)));
        }
        for (int sweeper = 0; sweeper < 2; sweeper++) {
            world.add(new RecordActor(
                    world, RecordActor.Sort.SWEEPER, RecordActor.attempt(0), 1 + world.random.nextInt(3)));
        }
    }

    private void tearDown(TableLog log) {
        for (SimJob job : jobs) {
            for (int attempt = 1; attempt <= JobActor.MOST_ATTEMPTS; attempt++) {
                JobActor.tearDown(log, job, attempt);
            }
        }
        world.runOracle.checkTornDown();
    }

    /** The storm is over: what is open gets decided and collected, and then the books must balance. */
    private void settle() {
        world.calm();
        TableLog log = world.startProcess();
        log.drainInbox();
        if (world.random.nextBoolean()) {
            world.endTasks();
        }
        for (SimJob job : jobs) {
            AttemptId last = job.attempt(ABOVE_ALL_ATTEMPTS);
            Reason reason = new Reason(JobStatus.ABORTED, ErrorCode.ABORTED, "the simulation ends");
            world.oracle.told(last, "", log.exclude(last, job.digest(), reason));
        }
        if (world.random.nextBoolean()) {
            Actor.mayWriteSnapshots(log, () -> log.collect(world.jobStore(), false, Duration.ZERO));
        }
        world.endTasks();
        if (world.random.nextBoolean()) {
            tearDown(log);
        }
        Actor.mayWriteSnapshots(log, () -> {
            log.snapshot();
            log.collect(world.jobStore(), false, Duration.ZERO);
        });
        world.oracle.checkNothingDangles();
        world.oracle.checkNothingLeaks();
        TableState state = log.state();
        world.oracle.seen(state);
        TableState cold = world.startProcess().state();
        if (!state.equals(cold)) {
            throw new Violation(
                    "a reader that starts now has another state than one that was there: " + cold + " and " + state);
        }
        if (world.random.nextInt(VERIFY_ONE_IN) == 0) {
            world.oracle.verified(log.verify(false));
        }
        world.jobOracle.toldOpen(world.jobOracle.open(), world.jobStore().openAttempts());
    }
}
