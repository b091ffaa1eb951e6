package sleeper.aws.kits;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs the kits of the stores on a bucket and two tables, says how each kit ended, and leaves nothing there. Region, credentials and
 * endpoints come from the environment, as for all that uses the SDK of AWS.
 *
 * <p>Exit codes: 0 if each test ended as it should and nothing is left, 1 if not, 2 if the arguments are wrong.
 */
public final class AwsKits {
    private static final List<Class<?>> ON_A_BUCKET = List.of(
            S3LogKit.class,
            S3ObjectsKit.class,
            S3FilesKit.class,
            S3UnfinishedKit.class,
            S3ConditionsKit.class,
            S3UploadsKit.class,
            S3RequestsKit.class);
    private static final List<Class<?>> ON_TABLES =
            List.of(DynamoLogKit.class, DynamoObjectsKit.class, DynamoConditionsKit.class);

    private final KitArguments arguments;
    private final PrintStream out;
    private final PrintStream err;

    private AwsKits(KitArguments arguments, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.out = out;
        this.err = err;
    }

    /** @param args as {@link KitArguments} has them */
    public static void main(String[] args) throws IOException {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) throws IOException {
        AwsKits kits;
        try {
            kits = new AwsKits(KitArguments.of(args), out, err);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(KitArguments.USAGE);
            return 2;
        }
        return kits.run();
    }

    private int run() throws IOException {
        KitReport report = new KitReport(arguments.server(), arguments.unkept());
        List<String> faults = new ArrayList<>();
        try (KitServer server = new KitServer(arguments.bucket(), arguments.logTable(), arguments.stateTable())) {
            if (arguments.create()) {
                new Holdings(server).create();
            }
            execute(server, report);
            faults.addAll(report.faults());
            faults.addAll(left(server));
            server.requests().forEach((operation, count) -> out.println(operation + ": " + count + " requests"));
        } catch (SdkException e) {
            faults.add("The kits did not run on " + arguments.server() + ": " + e.getMessage());
        }
        if (arguments.results().isPresent()) {
            Files.write(Path.of(arguments.results().get()), report.rows());
        }
        faults.forEach(err::println);
        report.closingLines().forEach(out::println);
        return faults.isEmpty() ? 0 : 1;
    }

    private static void execute(KitServer server, KitReport report) {
        List<Class<?>> kits = new ArrayList<>();
        if (server.hasBucket()) {
            kits.addAll(ON_A_BUCKET);
        }
        if (server.hasTables()) {
            kits.addAll(ON_TABLES);
        }
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(kits.stream().map(kit -> selectClass(kit)).toList())
                .build();
        try (LauncherSession session = LauncherFactory.openSession()) {
            Places.on(session, server);
            session.getLauncher().execute(request, new KitListener(report));
        }
    }

    private static List<String> left(KitServer server) {
        Remains remains = new Remains(server);
        try {
            if (server.hasTables()) {
                remains.removeProbes();
            }
            return remains.left().stream().map(each -> "left behind: " + each).toList();
        } catch (SdkException e) {
            return List.of("what is left behind could not be listed: " + e.getMessage());
        }
    }
}
