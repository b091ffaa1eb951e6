package sleeper.cli.deploy;

import java.time.Duration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.deployment.Deployer.RunningJobs;

/** {@code destroy}: removes a deployed instance. */
@Command(
        name = "destroy",
        description =
                "Removes the deployed instance that --instance names: its schedules first, then what runs, then its stack. Refuses"
                        + " while jobs run, or messages or dead letters wait. Tables, logs and jobs stay where sleeper.retain.data is true, and are"
                        + " found by the next deployment of the id.")
public final class DestroyCommand extends SleeperCommand {
    private static final int LONGEST_MINUTES = 7 * 24 * 60;

    @ArgGroup
    private OfRunningJobs ofRunningJobs = new OfRunningJobs();

    /** One or none. */
    private static final class OfRunningJobs {
        @Option(names = "--drain", description = "Wait until no job runs and no message waits.")
        private boolean drain;

        @Option(names = "--abort", description = "End jobs that run, and throw messages and dead letters away.")
        private boolean abort;

        RunningJobs choice() {
            if (drain) {
                return RunningJobs.DRAIN;
            }
            return abort ? RunningJobs.ABORT : RunningJobs.REFUSE;
        }
    }

    @Option(
            names = "--time",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "How long --drain and --abort wait for jobs (default: 60).")
    private int minutes;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    public DestroyCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        if (minutes < 1 || minutes > LONGEST_MINUTES) {
            throw usage("--time is " + minutes + "; allowed: 1 to " + LONGEST_MINUTES + " minutes.");
        }
        String id = namedInstance("'destroy' removes a deployed instance: name it by --instance ID.");
        DeployProcess process = new DeployProcess(ofThisProcess(), originalArguments(), region(), json());
        return process.run(
                (deployer, unused) -> deployer.destroy(id, ofRunningJobs.choice(), Duration.ofMinutes(minutes), yes)
                        ? ExitCode.DONE
                        : ExitCode.FAILED);
    }
}
