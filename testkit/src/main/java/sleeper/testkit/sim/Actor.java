package sleeper.testkit.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/**
 * Someone who uses the store: a process of its own, which forgets all but what it was to do when it is killed. What the store
 * leaves for later is a step of its own, and lost with the process.
 */
abstract class Actor {
    final World world;
    private final Deque<Runnable> later = new ArrayDeque<>();
    private TableLog process;
    private boolean busy;

    Actor(World world) {
        this.world = world;
        this.process = world.startProcess(later::add);
    }

    /** @return whether there is something left to do */
    abstract boolean hasWork();

    /** Does the next thing. A failure of the store, or the process's end, may come out of it at any call. */
    abstract void work(TableLog table);

    /** The process was killed in the middle of {@link #work}. */
    void crashed() {}

    final boolean isReady() {
        return !busy && (hasWork() || !later.isEmpty());
    }

    final void step() {
        busy = true;
        try {
            if (!later.isEmpty() && (!hasWork() || world.random.nextBoolean())) {
                later.remove().run();
            } else {
                work(process);
            }
        } catch (Crash e) {
            crashed();
            later.clear();
            process = world.startProcess(later::add);
        } catch (TransientFailureException | OutcomeUnknownException | RunFailedException e) {
            // As a caller who tries again later would.
            failed();
        } catch (CorruptDataException e) {
            throw new Violation("the log cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            // An error from here on, so that nothing which the caller of a port does about failures hides it.
            throw new Violation("the store made a mistake: " + e, e);
        } finally {
            busy = false;
        }
    }

    /** Has a process change the table. If it says that nothing happened, nothing may have, nor be on its way. */
    final Verdict change(TableLog table, Supplier<Verdict> change) {
        long before = sent(table);
        objects(table).changing(true);
        try {
            return change.get();
        } catch (TransientFailureException e) {
            world.oracle.toldThatNothingHappened(sent(table) - before);
            throw e;
        } finally {
            objects(table).changing(false);
        }
    }

    /** Has a process write a snapshot now, or put one again to make sure that it is durable, whether or not it is its turn. */
    static void mayWriteSnapshots(TableLog table, Runnable work) {
        objects(table).snapshotWanted(true);
        try {
            work.run();
        } finally {
            objects(table).snapshotWanted(false);
        }
    }

    private static SimObjectStore objects(TableLog table) {
        return (SimObjectStore) table.storage().objects();
    }

    private static long sent(TableLog table) {
        return ((SimCommitLog) table.storage().log()).entriesSent()
                + objects(table).requestsSent();
    }

    /** The store gave up on {@link #work}. */
    void failed() {}
}
