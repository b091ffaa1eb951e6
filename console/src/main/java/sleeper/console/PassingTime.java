package sleeper.console;

import java.util.concurrent.TimeUnit;

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
    };

    /** @return nanoseconds since some moment */
    long nanos();

    /** Waits; not at all for a time that is not positive. */
    void sleep(long nanos) throws InterruptedException;
}
