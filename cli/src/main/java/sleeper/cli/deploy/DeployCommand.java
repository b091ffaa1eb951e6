package sleeper.cli.deploy;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.deployment.Deployer;
import sleeper.core.deployment.DeploymentFolder;

/** {@code deploy}: makes an instance of AWS like what lies in the home. */
@Command(
        name = "deploy",
        description =
                "Deploys the instance whose properties lie in SLEEPER_HOME (instance.properties, tables/NAME.properties) to an"
                        + " account of AWS, or changes what is deployed to be like them. Needs Node, credentials, and for the"
                        + " images of IngestStack and EksBulkImportStack a program that builds containers.")
public final class DeployCommand extends SleeperCommand {
    @Option(
            names = "--dry-run",
            description =
                    "Change nothing: print what a month costs in which no job runs, and what would be made, changed and"
                            + " replaced.")
    private boolean dryRun;

    public DeployCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        Path home = homeForDeployment();
        DeploymentFolder folder = DeploymentFolder.read(home);
        DeployProcess process = new DeployProcess(ofThisProcess(), originalArguments(), region(), json());
        return process.run(AssetsRecipe.of(folder), (deployer, parts) -> {
            run(deployer, home, parts);
            return ExitCode.DONE;
        });
    }

    private void run(Deployer deployer, Path home, DeployProcess.Parts parts) {
        if (dryRun) {
            deployer.preview(home, parts.get());
        } else {
            deployer.deploy(home, parts.get());
        }
    }
}
