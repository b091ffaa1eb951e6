package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sleeper.api.Api;
import sleeper.api.ApiPlace;
import sleeper.api.function.ApiFunction;
import sleeper.api.route.Route;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.file.FilePath;
import sleeper.core.settings.InstanceSettings;
import sleeper.lambdaruntime.FunctionAnswer;
import sleeper.lambdaruntime.FunctionSetup;
import sleeper.lambdaruntime.UnpackedZip;
import sleeper.lambdaruntime.ZippedFunction;
import sleeper.run.RealSurroundings;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OwnedStores;
import sleeper.verification.ProjectTree;
import sleeper.verification.deployed.DeployedStandIn;
import sleeper.verification.permission.AgentRole;
import sleeper.verification.permission.Recording;
import sleeper.verification.servers.AwsServers;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Records what the API's function asks of AWS at each of its addresses. The function runs from its zip in a process of its own, against an
 * instance that seems to be deployed; its requests are told from others by the program that they name.
 */
@Tag("long")
class ApiRequestsIT {
    @RegisterExtension
    static final NoProcessLeft NO_PROCESS_LEFT = new NoProcessLeft();

    private static final String RECORD =
            "statemachines/src/test/resources/sleeper/statemachine/permission/recorded-of-api.txt";
    /** What of a log nobody else has written down yet whoever reads it does: this function, or another that was sooner. */
    private static final Pattern BY_TIMING =
            Pattern.compile("PutObject jobs/(outcomes|cursors|indexes)/|PutItem state");

    @TempDir
    private static Path folder;

    private static AwsServers servers;
    private static UnpackedZip zip;

    @BeforeAll
    static void start() throws IOException {
        servers = AwsServers.start();
        zip = UnpackedZip.ofBuild(folder.resolve("zip"));
    }

    @AfterAll
    static void end() throws IOException {
        servers.close();
    }

    @Test
    void shouldHaveOnRecordWhatTheApiAsksFor() throws Exception {
        SortedSet<String> lines = new TreeSet<>();
        for (String stores : List.of("s3", "s3,dynamodb")) {
            Recording recording = new Recording(stores.equals("s3") ? "s3" : "dynamodb");
            Hold hold = new Hold("/held-1/");
            servers.listenBy((service, request, answer) -> {
                recording.take(service, request, answer);
                hold.take(request);
            });
            play(stores, recording, hold);
            // Which records of a job are there depends on how far it is.
            recording.lines().forEach(line -> lines.add(line.replaceFirst("GetObject jobs/.*", "GetObject jobs/*")));
        }
        // Whether a snapshot is due depends on the clock; it is granted with all else of a log.
        lines.removeIf(line -> line.contains("log/snapshots/"));

        Path file = ProjectTree.root().resolve(RECORD);
        if (System.getProperty("pages.write") != null) {
            Files.write(file, lines);
        }
        SortedSet<String> recorded = new TreeSet<>(Files.readAllLines(file));
        recorded.removeIf(line -> BY_TIMING.matcher(line).find() && !lines.contains(line));
        assertThat(recorded)
                .as(
                        "%s is stale: run mvn -pl verification -am verify -Dit.test=ApiRequestsIT -Dleft.out=none -Dpages.write, and change"
                                + " permissions.json as the tests of the state machines then ask for",
                        RECORD)
                .containsExactlyElementsOf(lines);
    }

    private static void play(String stores, Recording recording, Hold hold) throws Exception {
        Path home = folder.resolve(recording.driver());
        try (PlayedGlue glue = new PlayedGlue(name -> name.startsWith("sleeper_"), recording::take);
                DeployedStandIn deployed = DeployedStandIn.start(servers, home, stores, recording::take)) {
            Map<String, String> environment = new HashMap<>(deployed.environment());
            environment.put("SLEEPER_INSTANCE_ID", deployed.id());
            environment.put("AWS_ENDPOINT_URL_GLUE", glue.endpoint());
            environment.put("AWS_ACCESS_KEY_ID", "identity");
            environment.put("AWS_SECRET_ACCESS_KEY", "credential");
            prepare(deployed);
            try (ZippedFunction function = ZippedFunction.start(zip, setup(environment))) {
                ApiProgram program = new ApiProgram(event -> answer(function, event));
                Instance instance =
                        Instance.open(environment, RealSurroundings.get()).orElseThrow();
                new ApiStory(program, deployed, instance, hold, deployed.environment(), home).play();
                expectAll(instance, program.called());
            }
        }
    }

    private static FunctionSetup setup(Map<String, String> environment) {
        return new FunctionSetup(
                        "api",
                        ApiFunction.API.handler(),
                        ApiFunction.API.memoryMiB(),
                        ApiFunction.API.timeoutSeconds(),
                        environment,
                        List.of())
                .with(AgentRole.VARIABLE, AgentRole.value("api"));
    }

    private static String answer(ZippedFunction function, String event) {
        FunctionAnswer answer = function.invoke(event);
        assertThat(answer).isInstanceOf(FunctionAnswer.Returned.class);
        return answer.payload();
    }

    /** A route that no call matched has not been recorded. */
    private static void expectAll(Instance instance, List<String> called) {
        Api api = Api.of(
                instance,
                new ApiPlace("deployed", "one", "", Map.of()),
                RealSurroundings.get().clock(),
                List.of());
        assertThat(api.routes()).allSatisfy(route -> assertThat(called).anyMatch(call -> isOf(route, call)));
    }

    private static boolean isOf(Route route, String call) {
        String[] parts = call.split(" ", 2);
        return route.method().equals(parts[0]) && route.match(parts[1]).isPresent();
    }

    private static void prepare(DeployedStandIn deployed) throws IOException {
        OwnedStores stores = deployed.run().instance();
        String uploads = new InstanceNames(deployed.id()).bucket("uploads");
        Map<String, String> properties = new TreeMap<>(deployed.properties());
        properties.put("sleeper.ingest.memory.budget", "67108864");
        properties.put("sleeper.default.bulk.import.min.leaf.partitions", "1");
        properties.put("sleeper.optional.stacks", String.join(",", InstanceSettings.allStacks()));
        properties.put("sleeper.upload.bucket", uploads);
        stores.properties().putOfInstance(properties);
        try (S3Client s3 = servers.s3()) {
            var unused = s3.createBucket(request -> request.bucket(uploads));
        }
        DemoData rows = new DemoData(400, 2, 1_000_000, 7);
        var unused = rows.write(stores.files(), new FilePath(stores.inputBucket(), "in"), 1);
        for (String job : List.of("load-1", "sample-1", "held-1")) {
            var unusedToo = rows.write(stores.files(), new FilePath(uploads, job), 1);
        }
    }
}
