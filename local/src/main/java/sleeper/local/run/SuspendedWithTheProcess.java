package sleeper.local.run;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The precaution that, however the process is told to end, executions stay as they were saved and their tasks are asked to stop.
 * Otherwise a command that is ended would leave a task behind, and the end of a task could be taken for its outcome. Closing takes it
 * back.
 */
final class SuspendedWithTheProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SuspendedWithTheProcess.class);

    private final Thread hook;

    private SuspendedWithTheProcess(Thread hook) {
        this.hook = hook;
    }

    static SuspendedWithTheProcess suspended(EmbeddedMachines machines) {
        Thread hook = new Thread(() -> suspend(machines), "suspend");
        Runtime.getRuntime().addShutdownHook(hook);
        return new SuspendedWithTheProcess(hook);
    }

    private static void suspend(EmbeddedMachines machines) {
        try {
            machines.close();
        } catch (RuntimeException e) {
            LOG.debug("The services were closed already", e);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The process is ending", e);
        }
    }
}
