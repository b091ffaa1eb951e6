package sleeper.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.RunFailedException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;

/**
 * A run of one job's attempt: writes files, puts its manifest if absent, commits the manifest that is there. When it fails for
 * good its attempt is excluded, and the next one begins. Several run the same job at once, as after a redelivery or while a
 * lost process still lives.
 */
final class JobActor extends Actor {
    private static final int MOST_ATTEMPTS = 4;
    private static final int MOST_TRIES = 3;
    private static final String SHA = "00".repeat(32);

    private enum Phase {
        PLAN,
        WRITE,
        COMMIT,
        EXCLUDE,
        END
    }

    private final JobId job;
    private final String run;
    private Phase phase = Phase.PLAN;
    private int attempt = 1;
    private int tries;
    private String incarnation = "";
    private List<DataFile> unwritten = List.of();
    private List<DataFile> written = new ArrayList<>();

    JobActor(World world, String job, String run) {
        super(world);
        this.job = new JobId(job);
        this.run = run;
    }

    private String digest() {
        return "digest-of-" + job;
    }

    private AttemptId attemptId() {
        return new AttemptId(job, attempt);
    }

    @Override
    boolean hasWork() {
        return phase != Phase.END;
    }

    @Override
    void work(TableLog table) {
        switch (phase) {
            case PLAN -> plan(table.state());
            case WRITE -> write();
            case COMMIT -> commit(table);
            case EXCLUDE -> exclude(table);
            case END -> throw new IllegalStateException("nothing to do");
        }
    }

    private void plan(TableState state) {
        if (state.table().isEmpty()) {
            return;
        }
        incarnation = state.table().get().incarnation();
        List<Partition> leaves = state.table().get().partitions().leaves();
        List<DataFile> files = new ArrayList<>();
        int count = world.random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Partition leaf = leaves.get(world.random.nextInt(leaves.size()));
            files.add(new DataFile(
                    TableLocation.dataFile(leaf.id(), attemptId(), run + "x" + tries, i),
                    leaf.region(),
                    1 + i,
                    10,
                    SHA));
        }
        unwritten = files;
        written = new ArrayList<>();
        phase = Phase.WRITE;
    }

    private void write() {
        for (DataFile file : unwritten) {
            world.enter();
            world.files.put(World.LOCATION.file(file.path()), file.sizeBytes());
            written.add(file);
        }
        world.enter();
        world.oracle.putManifest(new Manifest(attemptId(), run, written));
        phase = Phase.COMMIT;
    }

    private void commit(TableLog table) {
        Manifest manifest = world.oracle.manifest(attemptId());
        try {
            decide(change(table, () -> table.commit(attemptId(), digest(), incarnation, manifest)));
        } catch (RunFailedException e) {
            world.oracle.toldFailed(attemptId());
            phase = Phase.EXCLUDE;
        }
    }

    private void exclude(TableLog table) {
        Reason reason = new Reason(JobStatus.FAILED, ErrorCode.TASK_LOST, "a".repeat(world.random.nextInt(300)));
        decide(change(table, () -> table.exclude(attemptId(), digest(), reason)));
    }

    private void decide(Verdict verdict) {
        world.oracle.told(attemptId(), incarnation, verdict);
        tries = 0;
        if (verdict instanceof Verdict.Committed) {
            phase = Phase.END;
        } else if (verdict instanceof Verdict.Refused) {
            phase = phase == Phase.EXCLUDE ? Phase.END : Phase.EXCLUDE;
        } else if (verdict instanceof Verdict.Excluded excluded) {
            attempt = Math.max(attempt, excluded.exclusion().attempt()) + 1;
            phase = attempt > MOST_ATTEMPTS ? Phase.END : Phase.PLAN;
        }
    }

    @Override
    void crashed() {
        failed();
    }

    /** The step is tried again a few times, by which the attempt is the same; then it is given up. */
    @Override
    void failed() {
        tries++;
        if (phase == Phase.WRITE) {
            phase = world.random.nextBoolean() ? Phase.PLAN : Phase.EXCLUDE;
        } else if (phase == Phase.COMMIT && (tries > MOST_TRIES || world.random.nextInt(4) == 0)) {
            phase = Phase.EXCLUDE;
        }
    }
}
