package sleeper.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.util.MaskedLines;
import sleeper.statestore.instance.InstanceStores;

/**
 * The life of a process that runs one attempt, from its arguments to its exit code; mains differ in their {@link Engine} alone.
 *
 * <p>Exit codes: {@link #DONE} the attempt has a manifest (this run's or that of one that was first), {@link #FAILED} the run
 * failed and its faults are in the job store, {@link #NO_ROOM} the same for want of room, so that its faults may not be there,
 * {@link #NO_MEMORY} its memory did not even do to store them, {@link #USAGE} the arguments or the environment are wrong, 143 it was
 * asked to stop and stored nothing. Only the log says whether the job is committed.
 */
public final class AttemptProcess {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    /** As the JVM ends itself under {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int NO_MEMORY = 3;

    /** The number of ENOSPC. */
    public static final int NO_ROOM = 28;

    /** Longest time that a stop may take, in seconds; a container is killed after 30. */
    private static final long STOP_SECONDS = 25;

    private AttemptProcess() {}

    /**
     * Runs an attempt to the end of this process.
     *
     * @param program     name of the main, for the line that says how it is called
     * @param arguments   job id and number of the attempt
     * @param environment names the instance, as {@link InstanceStores#open} reads it
     */
    public static void runAndExit(String program, String[] arguments, Map<String, String> environment, Engine engine) {
        System.exit(run(program, arguments, environment, engine));
    }

    /**
     * As {@link #runAndExit(String, String[], Map, Engine)}, with an instance at hand.
     *
     * @param stop is raised when the process is asked to stop
     */
    public static void runAndExit(AttemptId attempt, InstanceStores stores, StopSignal stop, Engine engine) {
        System.exit(run(attempt, stores, stop, engine));
    }

    /**
     * As {@link #runAndExit(String, String[], Map, Engine)}, for a host that ends the process itself. After a signal the process
     * ends as the signal has it.
     *
     * @return the exit code
     */
    public static int run(String program, String[] arguments, Map<String, String> environment, Engine engine) {
        MaskedLines.maskStandardError();
        if (arguments.length != 2 || !JobId.isValid(arguments[0]) || !arguments[1].matches("[1-9][0-9]{0,8}")) {
            System.err.println("Usage: " + program + " <job id> <attempt>");
            return USAGE;
        }
        AttemptId attempt = new AttemptId(new JobId(arguments[0]), Integer.parseInt(arguments[1]));
        Optional<InstanceStores> stores = InstanceStores.open(environment, RealSurroundings.get());
        if (stores.isEmpty()) {
            System.err.println("No instance was found: set " + InstanceStores.variables() + ".");
            return USAGE;
        }
        return run(attempt, stores.get(), new StopSignal(), engine);
    }

    private static int run(AttemptId attempt, InstanceStores stores, StopSignal stop, Engine engine) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stop.raise();
                    awaitQuietly(ended);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (RunTimer timer = RunTimer.start()) {
            AttemptRun run = new AttemptRun(stores, attempt, RealSurroundings.get(), stop, engine, timer);
            return run.run() ? DONE : run.foundNoRoom() ? NO_ROOM : FAILED;
        } catch (OutOfMemoryError e) {
            // What there is to say of the run takes memory, too.
            return NO_MEMORY;
        } finally {
            ended.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch ended) {
        try {
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The run did not stop within " + STOP_SECONDS + " seconds.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
