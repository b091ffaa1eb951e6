package sleeper.deploy.cdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final int REFUSED = 1;

    private final Path cache;
    private final String region;
    private final Consumer<String> line;

    /**
     * @param cache  folder that the command is kept in
     * @param region to deploy to
     * @param line   is given each line that CDK writes
     */
    public Cdk(Path cache, String region, Consumer<String> line) {
        this.cache = cache;
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
        expectDone("What would change was not found out.", end);
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
        expectDone("The stack was not deployed.", end);
    }

    private static void expectDone(String summary, Program.End end) {
        if (end.code() != 0) {
            throw new TransientFailureException(
                    summary,
                    List.of(new Fault(
                            ErrorCode.UNAVAILABLE,
                            "npm's aws-cdk " + AccountChecks.CDK_VERSION,
                            end.reason(),
                            "",
                            "Mend what it says, and deploy again. If the stack was being made for the first time, first run"
                                    + " 'sleeper destroy'.")),
                    null);
        }
    }

    private Program command(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", installed().toString()));
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
                        "true"));
    }

    /** npm's package, which has no dependencies, is fetched once. */
    private Path installed() throws IOException {
        Path folder = cache.resolve("aws-cdk-" + AccountChecks.CDK_VERSION);
        Path program = folder.resolve("node_modules/aws-cdk/bin/cdk");
        if (!Files.exists(program)) {
            line.accept("Fetching npm's aws-cdk " + AccountChecks.CDK_VERSION + " (once) ...");
            Path unused = Files.createDirectories(folder);
            Program.End end = new Program(
                            List.of(
                                    "npm",
                                    "install",
                                    "--prefix",
                                    folder.toString(),
                                    "--no-fund",
                                    "--no-audit",
                                    "aws-cdk@" + AccountChecks.CDK_VERSION),
                            Map.of())
                    .run(text -> {});
            if (end.code() != 0 || !Files.exists(program)) {
                throw new UnreachableException(
                        "npm's aws-cdk " + AccountChecks.CDK_VERSION,
                        "npm ended with " + end.code() + ": " + end.text(),
                        "Look at the network and npm's registry, and deploy again.",
                        null);
            }
        }
        return program;
    }
}
