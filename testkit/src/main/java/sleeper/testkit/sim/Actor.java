package sleeper.testkit.sim;

import sleeper.core.error.CorruptDataException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.table.TableLog;

/** Someone who uses the store: a process of its own, which forgets all but what it was to do when it is killed. */
abstract class Actor {
    final World world;
    private TableLog process;
    private boolean busy;

    Actor(World world) {
        this.world = world;
        this.process = world.startProcess();
    }

    /** @return whether there is something left to do */
    abstract boolean hasWork();

    /** Does the next thing. A failure of the store, or the process's end, may come out of it at any call. */
    abstract void work(TableLog table);

    /** The process was killed in the middle of {@link #work}. */
    void crashed() {}

    final boolean isReady() {
        return !busy && hasWork();
    }

    final void step() {
        busy = true;
        try {
            work(process);
        } catch (Crash e) {
            crashed();
            process = world.startProcess();
        } catch (TransientFailureException | OutcomeUnknownException | RunFailedException e) {
            // As a caller who tries again later would.
            failed();
        } catch (CorruptDataException e) {
            throw new Violation("the log cannot be read: " + e.getMessage());
        } finally {
            busy = false;
        }
    }

    /** The store gave up on {@link #work}. */
    void failed() {}
}
