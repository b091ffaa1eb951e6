package sleeper.stepfunctions.task;

import java.util.concurrent.CompletionStage;

/** An attempt that was begun. */
public interface RunningTask {
    /** Completes when the work has ended; completing with an exception counts as failure, as if {@code start} had thrown it. */
    CompletionStage<TaskOutcome> outcome();

    /** Ends the work as well as can be: the execution was stopped or timed out, or a sibling failed. Called at most once, on the event loop. */
    void cancel();

    /**
     * Whether virtual time stands still until the outcome is there: so for real work; not so for work whose end is itself placed in
     * virtual time, or that is made to hang.
     */
    default boolean holdsVirtualTime() {
        return true;
    }

    /** Work made to hang, or to end at a time of the caller's: virtual time goes on meanwhile. */
    static RunningTask inVirtualTime(CompletionStage<TaskOutcome> outcome, Runnable cancel) {
        return new RunningTask() {
            @Override
            public CompletionStage<TaskOutcome> outcome() {
                return outcome;
            }

            @Override
            public void cancel() {
                cancel.run();
            }

            @Override
            public boolean holdsVirtualTime() {
                return false;
            }
        };
    }

    /** Real work made of its parts. */
    static RunningTask of(CompletionStage<TaskOutcome> outcome, Runnable cancel) {
        return new RunningTask() {
            @Override
            public CompletionStage<TaskOutcome> outcome() {
                return outcome;
            }

            @Override
            public void cancel() {
                cancel.run();
            }
        };
    }
}
