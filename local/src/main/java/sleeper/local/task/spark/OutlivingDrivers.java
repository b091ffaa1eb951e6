package sleeper.local.task.spark;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.ChildProcess;

/** Drivers that outlived the process which started them: what they run runs again, and two of it would load the same rows. */
public final class OutlivingDrivers {
    private static final Logger LOG = LoggerFactory.getLogger(OutlivingDrivers.class);

    private OutlivingDrivers() {}

    /** Ends one, if it runs still, with its executors, and waits until it has ended. */
    public static void end(Optional<ChildProcess> recorded) {
        Optional<ProcessHandle> found = recorded.flatMap(ChildProcess::find);
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle driver = found.get();
        LOG.info("Process {} outlived the services that started it, and is ended", driver.pid());
        List<ProcessHandle> executors = driver.descendants().toList();
        ChildJvm.stop(driver);
        ProcessHandle unused = driver.onExit().join();
        executors.forEach(ChildJvm::stop);
    }
}
