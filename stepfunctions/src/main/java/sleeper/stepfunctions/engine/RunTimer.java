package sleeper.stepfunctions.engine;

import sleeper.stepfunctions.time.EventLoop;

/** A timer of an execution, which is set only after the execution was saved, and may be cancelled before that. */
final class RunTimer {
    private boolean cancelled;
    private EventLoop.Timer timer;

    void set(EventLoop.Timer setTimer) {
        timer = setTimer;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
