package sleeper.lambda.lives;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sleeper.core.error.SleeperException;
import sleeper.core.job.AttemptId;

/** An execution of a state machine, which calls functions as Step Functions does: tries again, and goes on when they answer. */
abstract class LifeExecution {
    final Life life;
    final AttemptId attempt;
    private boolean over;

    LifeExecution(Life life, AttemptId attempt) {
        this.life = life;
        this.attempt = attempt;
    }

    /** The function was not called, or its answer was lost. */
    static final class LostCall extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostCall() {
            super("Lambda.Unknown", null, false, false);
        }
    }

    /**
     * How a Task tries again.
     *
     * @param retried which failures
     * @param most    how often
     * @param first   the first interval, in seconds; each next is twice as long
     * @param longest the longest, in seconds
     */
    record Retry(Predicate<RuntimeException> retried, int most, long first, long longest) {
        static Retry of(int most, long first, long longest) {
            return new Retry(failure -> true, most, first, longest);
        }
    }

    final boolean isOver() {
        return over;
    }

    /** Ends the execution where it stands; a function that is in the middle of its work does not notice. */
    final void stop() {
        over = true;
    }

    /** Goes on after a while, unless the execution is over by then. */
    final void after(long seconds, Runnable next) {
        life.clock().after(seconds, () -> {
            if (!over) {
                next.run();
            }
        });
    }

    final <T> void invoke(Retry retry, Supplier<T> function, Consumer<T> then, Consumer<RuntimeException> caught) {
        invoke(retry, function, then, caught, 0);
    }

    private <T> void invoke(
            Retry retry, Supplier<T> function, Consumer<T> then, Consumer<RuntimeException> caught, int tried) {
        Object[] answer = new Object[1];
        try {
            loseCall();
            life.platform().inTheNameOf(attempt, () -> answer[0] = function.get());
            loseCall();
        } catch (SleeperException | LostCall e) {
            if (tried < retry.most()
                    && (e instanceof LostCall || retry.retried().test(e))) {
                long longest = Math.min(retry.longest(), retry.first() << tried);
                after(life.clock().between(0, longest), () -> invoke(retry, function, then, caught, tried + 1));
            } else {
                after(0, () -> caught.accept(e));
            }
            return;
        }
        @SuppressWarnings("unchecked")
        T typed = (T) answer[0];
        after(life.clock().between(0, 3), () -> then.accept(typed));
    }

    private void loseCall() {
        if (life.clock().chance(life.platform().weather().lambda())) {
            throw new LostCall();
        }
    }
}
