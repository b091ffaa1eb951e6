package sleeper.stepfunctions.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs actions one at a time, in the order in which they were given, and timers when they are due. State that only actions touch needs
 * no locks. All methods may be called from any thread.
 */
public interface EventLoop extends Executor, AutoCloseable {
    /** The time as actions see it. */
    InstantSource clock();

    /** Runs the action soon. After {@link #close} it is dropped. */
    @Override
    void execute(Runnable action);

    /** Runs the action when the clock has reached the instant; soon, if it has already. */
    Timer schedule(Instant due, Runnable action);

    /** Runs the action on the loop and returns its value, or throws what it throws. Must not be called by an action. */
    <T> T call(Supplier<T> action);

    /**
     * Waits for a future that the loop's actions complete, and returns its value. Must not be called by an action.
     *
     * @throws IllegalStateException if nothing is left to happen that could complete it
     */
    <T> T await(CompletableFuture<T> future);

    /** Says that work outside the loop begins, which will end in {@link #execute}; virtual time stands still until it is closed. */
    Work beginWork();

    /** Ends the loop: what has not run never will. */
    @Override
    void close();

    /** A timer that has been set. */
    @FunctionalInterface
    interface Timer {
        /** Keeps the action from running, if it has not run. */
        void cancel();
    }

    /** Work outside the loop. */
    @FunctionalInterface
    interface Work {
        /** Ends it; a second call does nothing. */
        void end();
    }
}
