package sleeper.testkit.sim;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;

/**
 * A run of one job's attempt, and what follows it: writes files, puts its manifest if absent, takes its files back if another's
 * was first, commits the manifest that is there, and tears down what is decided. When it fails for good its attempt is excluded, and
 * the next one begins. Several run the same job at once, as after a redelivery or while a lost process still lives.
 */
final class JobActor extends Actor {
    static final int MOST_ATTEMPTS = 4;
    private static final int MOST_TRIES = 3;

    private enum Phase {
        PLAN,
        SORT,
        PUT,
        TAKE_BACK,
        COMMIT,
        EXCLUDE,
        TEAR_DOWN,
        END
    }

    private final SimJob job;
    private final String name;
    private Phase phase = Phase.PLAN;
    private Phase afterTearDown = Phase.END;
    private int attempt = 1;
    private int tries;
    private int runs;
    private String incarnation = "";
    private RunFolder folder;
    private Sorting sorting;

    /** @param name tells it from others at the same job */
    JobActor(World world, SimJob job, String name) {
        super(world);
        this.job = job;
        this.name = name;
        this.folder = new RunFolder(world, job.attempt(attempt), name);
        this.sorting = new KernelSorting(folder, List.of());
    }

    private AttemptId attemptId() {
        return job.attempt(attempt);
    }

    @Override
    boolean hasWork() {
        return phase != Phase.END;
    }

    @Override
    void work(TableLog table) {
        switch (phase) {
            case PLAN -> plan(table.state());
            case SORT -> phase = sorting.goOn(RunFiles.of(table)) ? Phase.PUT : Phase.SORT;
            case PUT -> putManifest(table);
            case TAKE_BACK -> {
                takeBack(table);
                phase = Phase.COMMIT;
            }
            case COMMIT -> commit(table);
            case EXCLUDE -> exclude(table);
            case TEAR_DOWN -> tearDown(table);
            case END -> throw new IllegalStateException("nothing to do");
        }
    }

    /** A run begins, unless another has put the manifest. */
    private void plan(TableState state) {
        Optional<SimJob.Plan> plan = job.plan(attempt, state);
        if (plan.isEmpty()) {
            return;
        }
        incarnation = plan.get().incarnation();
        if (world.jobStore().manifest(attemptId()).isPresent()) {
            phase = Phase.COMMIT;
            return;
        }
        Sorting before = sorting;
        folder = new RunFolder(world, attemptId(), name + "x" + ++runs);
        sorting = sorting(job.shares(plan.get()));
        if (world.isBroken(BrokenRule.RESULTS_TAKEN_OVER)
                && before instanceof SparkSorting was
                && was.folder().attempt().equals(attemptId())
                && sorting instanceof SparkSorting is) {
            is.takeOver(was);
        }
        phase = Phase.SORT;
    }

    private Sorting sorting(List<SimJob.Share> shares) {
        return job.onSpark() ? new SparkSorting(world, folder, shares) : new KernelSorting(folder, shares);
    }

    private void putManifest(TableLog table) {
        List<DataFile> files = sorting.files();
        sorting.end();
        try {
            Manifest stands = world.jobStore().putManifest(new Manifest(attemptId(), folder.runId(), files));
            boolean first = stands.runId().equals(folder.runId());
            if (!first) {
                sees(Sight.NOT_FIRST);
            }
            phase = first ? Phase.COMMIT : Phase.TAKE_BACK;
        } catch (OutcomeUnknownException e) {
            sees(Sight.MANIFEST_UNKNOWN);
            if (world.isBroken(BrokenRule.UNKNOWN_TAKEN_BACK)) {
                folder.takeBack(RunFiles.of(table), files);
            }
            throw e;
        }
    }

    private void sees(Sight sight) {
        if (job.onSpark()) {
            world.sees(sight);
        }
    }

    private void takeBack(TableLog table) {
        if (world.isBroken(BrokenRule.LOSER_TAKES_ATTEMPT)) {
            folder.takeBackAllOfTheAttempt(RunFiles.of(table));
        } else {
            folder.takeBack(RunFiles.of(table), sorting.files());
        }
    }

    private void commit(TableLog table) {
        Optional<Manifest> manifest = world.jobStore().manifest(attemptId());
        if (manifest.isEmpty()) {
            // None was put, or the attempt is decided and its manifest collected.
            phase = Phase.EXCLUDE;
            return;
        }
        try {
            decide(change(table, () -> table.commit(attemptId(), job.digest(), incarnation, manifest.get())));
        } catch (RunFailedException e) {
            world.oracle.toldFailed(attemptId());
            phase = Phase.EXCLUDE;
        }
    }

    private void exclude(TableLog table) {
        Reason reason = new Reason(JobStatus.FAILED, ErrorCode.TASK_LOST, "a".repeat(world.random.nextInt(300)));
        decide(change(table, () -> table.exclude(attemptId(), job.digest(), reason)));
    }

    private void decide(Verdict verdict) {
        world.oracle.told(attemptId(), incarnation, verdict);
        tries = 0;
        if (verdict instanceof Verdict.Committed) {
            tearDownBefore(Phase.END);
        } else if (verdict instanceof Verdict.Refused) {
            phase = phase == Phase.EXCLUDE ? Phase.END : Phase.EXCLUDE;
        } else if (verdict instanceof Verdict.Excluded excluded) {
            attempt = Math.max(attempt, excluded.exclusion().attempt());
            tearDownBefore(attempt >= MOST_ATTEMPTS ? Phase.END : Phase.PLAN);
        }
    }

    private void tearDownBefore(Phase next) {
        afterTearDown = next;
        phase = Phase.TEAR_DOWN;
    }

    private void tearDown(TableLog table) {
        tearDown(table, job, attempt);
        tornDown();
    }

    private void tornDown() {
        sorting.end();
        phase = afterTearDown;
        attempt += phase == Phase.PLAN ? 1 : 0;
    }

    /** Takes away what the log lets go of an attempt's files. */
    static void tearDown(TableLog table, SimJob job, int attempt) {
        job.plan(attempt).ifPresent(plan -> {
            try {
                table.deleteReleased(job.attempt(attempt), plan.partitions().leaves());
            } catch (IOException e) {
                throw RunFiles.failed(e);
            }
        });
    }

    @Override
    void crashed() {
        if (phase == Phase.PUT && !world.runOracle.hasManifestOf(folder)) {
            sees(Sight.DIED_BEFORE_MANIFEST);
        }
        failed();
    }

    /** The step is tried again a few times, by which the attempt is the same; then it is given up. */
    @Override
    void failed() {
        tries++;
        boolean last = tries > MOST_TRIES;
        switch (phase) {
            case SORT -> {
                sorting.end();
                phase = world.random.nextBoolean() ? Phase.PLAN : Phase.EXCLUDE;
            }
            case PUT -> phase = world.random.nextBoolean() ? Phase.PLAN : Phase.COMMIT;
            case TAKE_BACK -> phase = Phase.COMMIT;
            case COMMIT -> phase = last || world.random.nextInt(4) == 0 ? Phase.EXCLUDE : phase;
            case TEAR_DOWN -> {
                if (last) {
                    tornDown();
                }
            }
            default -> {}
        }
    }
}
