package sleeper.ingest;

import sleeper.core.job.AttemptId;
import sleeper.run.AttemptProcess;
import sleeper.run.AttemptRun;
import sleeper.run.KernelEngine;
import sleeper.run.ProgressLines;
import sleeper.run.RunTimer;
import sleeper.run.StopSignal;
import sleeper.sort.SortProgress;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.util.Surroundings;

/**
 * What the container runs: {@code IngestTask <job id> <attempt>}. It reads the attempt's plan, sorts the job's files and puts
 * the attempt's manifest; {@link AttemptProcess} says how it finds its instance and what its exit codes mean.
 */
public final class IngestTask {
    private IngestTask() {}

    /** @param arguments job id and number of the attempt */
    public static void main(String[] arguments) {
        AttemptProcess.runAndExit(
                "IngestTask", arguments, System.getenv(), new KernelEngine(ProgressLines.to(System.out)));
    }

    /**
     * One run of an attempt within this process, as {@link #main} has it, with stores at hand.
     *
     * @return whether the attempt has a manifest now; if not, the run's faults are in the job store
     */
    public static boolean run(AttemptId attempt, InstanceStores stores, Surroundings surroundings) {
        try (RunTimer timer = RunTimer.start()) {
            return new AttemptRun(
                            stores, attempt, surroundings, new StopSignal(), new KernelEngine(SortProgress.NONE), timer)
                    .run();
        }
    }
}
