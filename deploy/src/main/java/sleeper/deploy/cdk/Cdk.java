package sleeper.deploy.cdk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sleeper.core.deployment.DeploymentParts;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.SuiteVersion;
import sleeper.deploy.check.AccountChecks;
import sleeper.statestore.instance.UnreachableException;

/** CDK: the app that makes the templates, and npm's command that has CloudFormation deploy them, of a pinned version. */
public final class Cdk {
    private static final String APP = "sleeper.cdk.InstanceApp";
    /** As the app has it: one that ends otherwise has failed. */
    private static final int REFUSED = 64;

    private final Path cache;
    private final String id;
    private final String region;
    private final Consumer<String> line;

    /**
     * @param cache  folder that the command is kept in
     * @param id     of the instance
     * @param region to deploy to
     * @param line   is given each line that CDK writes
     */
    public Cdk(Path cache, String id, String region, Consumer<String> line) {
        this.cache = cache;
        this.id = id;
        this.region = region;
        this.line = line;
    }

    /**
     * What goes into the templates.
     *
     * @param home     with the properties
     * @param parts    what is shipped
     * @param deployer ARN of who makes what is within an EKS cluster; empty if none does
     */
    public record Input(Path home, DeploymentParts parts, Optional<String> deployer) {}

    /**
     * Makes the templates.
     *
     * @param out folder for them
     * @throws InvalidRequestException if the app refuses the properties
     */
    public static void synthesise(Input input, Path out) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                APP,
                "home=" + input.home(),
                "zip=" + input.parts().functionsZip(),
                "ingest-image=" + input.parts().ingestImage(),
                "spark-image=" + input.parts().sparkImage(),
                "version=" + SuiteVersion.CURRENT,
                "out=" + out));
        input.deployer().ifPresent(arn -> command.add("deployer=" + arn));
        Program.End end = Program.of(command).run(text -> {});
        if (end.code() == REFUSED) {
            throw new InvalidRequestException(
                    "The instance cannot be deployed.",
                    List.of(new Fault(
                            ErrorCode.VALUE_OUT_OF_RANGE,
                            input.home().toString(),
                            end.text(),
                            "",
                            "Mend what it says, and deploy again.")));
        }
        if (end.code() != 0) {
            throw new IOException(
                    "The templates were not made: " + APP + " ended with " + end.code() + ":\n" + end.text());
        }
    }

    /** Asks what a deployment would make, change and replace, by a change set that is not executed. */
    public Changes diff(Path assembly) throws IOException {
        List<String> shown = new ArrayList<>();
        Program.End end = command(List.of(
                        "diff",
                        "--app",
                        assembly.toString(),
                        "--method",
                        "auto",
                        "--import-existing-resources",
                        "--no-color",
                        "--no-notices"))
                .run(shown::add);
        expectDone("What would change was not found out.", end, "Mend what it says, and try again.");
        return new Changes(shown);
    }

    /** Deploys. What was kept of an instance of the id is taken in again. */
    public void deploy(Path assembly) throws IOException {
        Program.End end = command(List.of(
                        "deploy",
                        "--app",
                        assembly.toString(),
                        "--require-approval",
                        "never",
                        "--import-existing-resources",
                        "--progress",
                        "events",
                        "--no-color",
                        "--no-notices",
                        "--all"))
                .run(line);
        expectDone(
                "The stack was not deployed.",
                end,
                "Mend what it says, and deploy again. If it was the first deployment, first remove what is left of it: sleeper"
                        + " destroy --instance " + id + " --region " + region + ".");
    }

    private static void expectDone(String summary, Program.End end, String action) {
        if (end.code() != 0) {
            throw new TransientFailureException(
                    summary,
                    List.of(new Fault(
                            ErrorCode.UNAVAILABLE,
                            "npm's aws-cdk " + AccountChecks.CDK_VERSION,
                            end.reason(),
                            "",
                            action)),
                    null);
        }
    }

    /** It works in the folder of its own package: a cdk.json of the folder that the user works in may name another account. */
    private Program command(List<String> arguments) throws IOException {
        Path installed = installed();
        List<String> command = new ArrayList<>(List.of(
                "node", installed.resolve("node_modules/aws-cdk/bin/cdk").toString()));
        command.addAll(arguments);
        return new Program(
                command,
                Map.of(
                        "AWS_REGION",
                        region,
                        "AWS_DEFAULT_REGION",
                        region,
                        "CDK_DISABLE_CLI_TELEMETRY",
                        "true",
                        "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED",
                        "true"),
                Optional.of(installed));
    }

    /** npm's package, which has no dependencies, is fetched once, and is there whole or not at all. @return its folder */
    private Path installed() throws IOException {
        Path folder = cache.resolve("aws-cdk-" + AccountChecks.CDK_VERSION);
        if (Files.exists(folder)) {
            return folder;
        }
        line.accept("Fetching npm's aws-cdk " + AccountChecks.CDK_VERSION + " (once) ...");
        Path unfinished = Files.createTempDirectory(cache, "unfinished");
        Program.End end = Program.of(List.of(
                        "npm",
                        "install",
                        "--prefix",
                        unfinished.toString(),
                        "--no-fund",
                        "--no-audit",
                        "aws-cdk@" + AccountChecks.CDK_VERSION))
                .run(text -> {});
        if (end.code() != 0) {
            throw new UnreachableException(
                    "npm's aws-cdk " + AccountChecks.CDK_VERSION,
                    "npm ended with " + end.code() + ": " + end.reason(),
                    "Look at the network and npm's registry, and try again.",
                    null);
        }
        try {
            return Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException e) {
            // Another process was quicker; what this one has goes with the other old parts.
            return folder;
        }
    }
}
