package sleeper.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.TableLog;

/**
 * A try of a task: writes its files one by one and hands them to its driver. One that is of no use any more takes its files back,
 * if it hears of that before it has handed them over; until then it goes on as a zombie.
 */
final class SparkTask extends Actor {
    private static final int HEARS_ONE_IN = 4;

    private enum Phase {
        WRITE,
        CLOSE,
        END
    }

    private final SparkSorting driver;
    private final int task;
    private final String runId;
    private final List<SimJob.Share> shares;
    private final List<DataFile> files = new ArrayList<>();
    private Phase phase = Phase.WRITE;

    /** @param runId the try's own */
    SparkTask(World world, SparkSorting driver, int task, String runId, List<SimJob.Share> shares) {
        super(world);
        this.driver = driver;
        this.task = task;
        this.runId = runId;
        this.shares = shares;
    }

    @Override
    boolean hasWork() {
        return phase != Phase.END;
    }

    @Override
    void work(TableLog table) {
        if (phase == Phase.WRITE && driver.isOver(task) && world.random.nextInt(HEARS_ONE_IN) == 0) {
            phase = Phase.CLOSE;
        }
        if (phase == Phase.CLOSE) {
            driver.folder().takeBack(RunFiles.of(table), files);
            end();
        } else if (files.size() < shares.size()) {
            files.add(driver.folder().write(RunFiles.of(table), runId, files.size(), shares.get(files.size())));
        } else {
            handOver();
        }
    }

    private void handOver() {
        world.enter();
        driver.report(task, files);
        if (world.isBroken(BrokenRule.CLOSED_AFTER_END) && driver.isOver(task)) {
            phase = Phase.CLOSE;
        } else {
            end();
        }
    }

    private void end() {
        phase = Phase.END;
        driver.leaves(task);
    }

    /** Its executor is lost, and nobody is left to take anything back. */
    @Override
    void crashed() {
        end();
    }

    @Override
    void failed() {
        phase = Phase.CLOSE;
    }
}
