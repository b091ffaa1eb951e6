package sleeper.cdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.cdk.InstanceSpec.Assets;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.settings.PropertyFile;
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

    public static void main(String[] arguments) throws IOException {
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

    private static void synthesise(Map<String, String> given) throws IOException {
        Path home = Path.of(given.get("home"));
        InstanceSpec spec = new InstanceSpec(
                properties(home.resolve("instance.properties")),
                tables(home.resolve("tables")),
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

    private static Map<String, String> properties(Path file) throws IOException {
        return PropertyFile.read(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
    }

    private static Map<String, Map<String, String>> tables(Path folder) throws IOException {
        Map<String, Map<String, String>> tables = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.properties")) {
                for (Path file : files) {
                    tables.put(file.getFileName().toString().replaceFirst("\\.properties$", ""), properties(file));
                }
            }
        }
        return tables;
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
