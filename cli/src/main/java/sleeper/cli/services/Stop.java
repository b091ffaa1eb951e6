package sleeper.cli.services;

import java.util.concurrent.CountDownLatch;
import sleeper.cli.frame.ExitCode;

/** What a signal sets off: the services are closed first, and the process then ends as one that is done. */
final class Stop {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean wasAwaited;

    private Stop() {}

    /** @return what is asked when the process gets a signal */
    static Stop onSignal() {
        Stop stop = new Stop();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::ask, "stop"));
        return stop;
    }

    /** Runs while the virtual machine shuts down, whose exit code would be that of the signal. */
    private void ask() {
        asked.countDown();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (wasAwaited) {
            Runtime.getRuntime().halt(ExitCode.DONE);
        }
    }

    void awaitAsked() throws InterruptedException {
        asked.await();
        wasAwaited = true;
    }

    void done() {
        done.countDown();
    }
}
