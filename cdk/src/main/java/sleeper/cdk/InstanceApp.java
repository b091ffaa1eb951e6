package sleeper.cdk;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.cdk.InstanceSpec.Assets;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * Makes the templates of an instance, and what goes with them, for CDK's command to deploy. It runs in a process of its own: it needs
 * Node, and a library that nothing else of the suite needs. The home has {@code instance.properties} and {@code tables/NAME.properties}.
 *
 * <pre>
 * InstanceApp home=FOLDER zip=FILE ingest-image=FOLDER spark-image=FOLDER version=WORD out=FOLDER [deployer=ARN]
 * </pre>
 */
public final class InstanceApp {
    /** An exit that says that the properties were refused; standard error then has a fault a line. */
    private static final int REFUSED = 64;

    private static final int WRONG_CALL = 65;

    /** What new projects have switched on, as far as something here depends on it. */
    private static final Map<String, Object> CONTEXT = Map.of(
            "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true,
            "@aws-cdk/aws-s3:createDefaultLoggingPolicy", true,
            "@aws-cdk/core:target-partitions", List.of("aws", "aws-us-gov", "aws-cn"),
            // Templates are held against the schemas of CloudFormation's resources while they are made.
            "@aws-cdk/core:validateAgainstDefaultRules", true);

    private InstanceApp() {}

    public static void main(String[] arguments) {
        Map<String, String> given = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        List<String> missing = List.of("home", "zip", "ingest-image", "spark-image", "version", "out").stream()
                .filter(name -> !given.containsKey(name))
                .toList();
        if (!missing.isEmpty() || given.size() != arguments.length) {
            System.err.println("InstanceApp needs " + missing + " as NAME=VALUE, and takes nothing else.");
            System.exit(WRONG_CALL);
        }
        try {
            synthesise(given);
        } catch (InvalidRequestException e) {
            e.faults().stream().map(Fault::message).forEach(System.err::println);
            System.exit(REFUSED);
        }
    }

    private static void synthesise(Map<String, String> given) {
        DeploymentFolder folder = DeploymentFolder.read(Path.of(given.get("home")));
        InstanceSpec spec = new InstanceSpec(
                folder.properties(),
                folder.tables(),
                new Assets(
                        given.get("version"),
                        Path.of(given.get("zip")),
                        Path.of(given.get("ingest-image")),
                        Path.of(given.get("spark-image"))),
                Optional.ofNullable(given.get("deployer")));
        App app = empty(Path.of(given.get("out")));
        InstanceStack unused = new InstanceStack(app, spec);
        var unusedAssembly = app.synth();
    }

    /** @return an app to put an instance into, which is written to a folder */
    static App empty(Path out) {
        return new App(AppProps.builder()
                .outdir(out.toString())
                .context(new HashMap<>(CONTEXT))
                .analyticsReporting(false)
                .build());
    }
}
