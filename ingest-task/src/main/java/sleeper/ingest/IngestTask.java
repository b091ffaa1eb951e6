package sleeper.ingest;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.sort.SortProgress;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.util.Surroundings;

/**
 * What the container runs: {@code IngestTask <job id> <attempt>}. It reads the attempt's plan, sorts the job's files and puts
 * the attempt's manifest. The instance is the folder that the environment variable {@code SLEEPER_HOME} names.
 *
 * <p>Exit codes: 0 the attempt has a manifest (this run's or that of one that was first), 1 the run failed and its faults are
 * in the job store, 2 the arguments are wrong, 143 it was asked to stop and stored nothing. Only the log says whether the job is
 * committed.
 */
public final class IngestTask {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    /** Longest time that a stop may take, in seconds; a container is killed after 30. */
    private static final long STOP_SECONDS = 25;

    private IngestTask() {}

    /** @param arguments job id and number of the attempt */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        String home = environment.get("SLEEPER_HOME");
        if (arguments.length != 2 || !JobId.isValid(arguments[0]) || !arguments[1].matches("[1-9][0-9]{0,8}")) {
            exit(USAGE, "Usage: IngestTask <job id> <attempt>");
        } else if (home == null) {
            exit(USAGE, "SLEEPER_HOME names the folder of the instance; it is not set.");
        } else {
            AttemptId attempt = new AttemptId(new JobId(arguments[0]), Integer.parseInt(arguments[1]));
            runAndExit(
                    attempt,
                    FileInstance.open(Path.of(home), RealSurroundings.get()),
                    new StopSignal(),
                    ProgressLines.to(System.out));
        }
    }

    /**
     * One run of an attempt within this process, as {@link #main} has it, for who has stores of its own.
     *
     * @return whether the attempt has a manifest now; if not, the run's faults are in the job store
     */
    public static boolean run(AttemptId attempt, InstanceStores stores, Surroundings surroundings) {
        try (RunTimer timer = RunTimer.start()) {
            return new AttemptRun(stores, attempt, surroundings, new StopSignal(), SortProgress.NONE, timer).run();
        }
    }

    /**
     * Runs an attempt to the end of this process.
     *
     * @param stop is raised when the process is asked to stop
     */
    static void runAndExit(AttemptId attempt, InstanceStores stores, StopSignal stop, SortProgress progress) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stop.raise();
                    awaitQuietly(ended);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        int exitCode;
        try (RunTimer timer = RunTimer.start()) {
            exitCode = new AttemptRun(stores, attempt, RealSurroundings.get(), stop, progress, timer).run()
                    ? DONE
                    : FAILED;
        } finally {
            ended.countDown();
        }
        // After a signal the process ends as the signal has it, and this waits for that.
        System.exit(exitCode);
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

    private static void exit(int exitCode, String message) {
        System.err.println(message);
        System.exit(exitCode);
    }
}
