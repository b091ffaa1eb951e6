package sleeper.console;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Time that is waited for. */
interface PassingTime {
    /** That of this machine. */
    PassingTime REAL = new PassingTime() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }

        @Override
        public void await(Future<?> work, long nanos) throws InterruptedException {
            try {
                var unused = work.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // Whether it is done, and how it ended, the work itself says.
            }
        }
    };

    /** @return nanoseconds since some moment */
    long nanos();

    /** Waits; not at all for a time that is not positive. */
    void sleep(long nanos) throws InterruptedException;

    /** Waits until some work is done, however it ended, but no longer than that. */
    void await(Future<?> work, long nanos) throws InterruptedException;
}
