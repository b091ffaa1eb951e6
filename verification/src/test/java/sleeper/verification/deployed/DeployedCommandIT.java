package sleeper.verification.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FilePath;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.run.RealSurroundings;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.OwnedStores;
import sleeper.verification.servers.AwsServers;

/** Command lines with {@code --instance}, on an instance whose table {@code events} was loaded by the job {@code load-1}. */
class DeployedCommandIT {
    private static final int ROWS = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static AwsServers servers;
    private static DeployedStandIn deployed;

    @BeforeAll
    static void load() throws Exception {
        servers = AwsServers.start();
        deployed = DeployedStandIn.start(servers, folder.resolve("services"), "s3,dynamodb");
        OwnedStores stores = deployed.run().instance();
        Map<String, String> properties = new HashMap<>(deployed.properties());
        properties.put("sleeper.ingest.memory.budget", "67108864");
        properties.put("sleeper.default.bulk.import.min.leaf.partitions", "1");
        stores.properties().putOfInstance(properties);
        var unused =
                new DemoData(ROWS, 2, 1_000_000, 7).write(stores.files(), new FilePath(stores.inputBucket(), "in"), 1);
        file("schema.json", """
                {"rowKeyFields": [{"name": "key", "type": "string"}],
                 "sortKeyFields": [{"name": "timestamp", "type": "long"}],
                 "valueFields": [{"name": "value", "type": "string"}]}
                """);
        file("splits.txt", "\"g\"\n\"n\"\n\"t\"\n");
        file(
                "job.json",
                "{\"id\":\"load-1\",\"tableName\":\"events\",\"files\":[\"" + stores.inputBucket() + "/in\"]}");
        CommandRun unusedTable = sleeper("table create events --schema schema.json --split-points splits.txt")
                .done();
        stores.properties()
                .putOfTable(new TableName("events"), Map.of("sleeper.table.allowed.sources", stores.inputBucket()));
        CommandRun sent = sleeper("submit job.json --wait --json").done();
        assertThat(sent.json().path("status").asText()).isEqualTo("COMMITTED");
    }

    @AfterAll
    static void end() throws IOException {
        if (deployed != null) {
            deployed.close();
        }
        servers.close();
    }

    private static void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** Runs a command line with {@code --instance}, in the words of which there are no blanks. */
    private static CommandRun sleeper(String line) {
        return run(line + " --instance " + deployed.id());
    }

    /** A home is named as well, which the option is stronger than. */
    private static CommandRun run(String line) {
        Map<String, String> environment = new HashMap<>(deployed.environment());
        environment.put("SLEEPER_HOME", folder.resolve("home").toString());
        environment.put("AWS_ENDPOINT_URL_SNS", "http://127.0.0.1:1");
        return CommandRun.of(environment, folder, line);
    }

    @Test
    void shouldShowAJobWithWhatItsExecutionDid() throws IOException {
        JsonNode job = sleeper("jobs load-1 --json").done().json();

        assertThat(job.path("status").asText()).isEqualTo("COMMITTED");
        assertThat(job.path("rows").asInt()).isEqualTo(ROWS);
        JsonNode attempt = job.path("attempts").path(0);
        assertThat(attempt.path("executionArn").asText())
                .isEqualTo("arn:aws:states:us-east-1:000000000000:execution:sleeper-" + deployed.id()
                        + "-ingest-job:load-1-a1");
        assertThat(texts(attempt.path("statesVisited")))
                .startsWith("Validate job")
                .contains("Run ingest task", "Commit files");
        assertThat(texts(job.path("created"))).hasSize(1);
        assertThat(texts(job.path("tornDown"))).isEqualTo(texts(job.path("created")));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void shouldListJobsAndReadTheirRows() throws IOException {
        assertThat(sleeper("jobs --json").done().json().path("jobs").findValuesAsText("jobId"))
                .contains("load-1");
        CommandRun scanned = sleeper("scan events --json").done();
        assertThat(scanned.out().lines()).hasSize(ROWS);
        String first = scanned.out().lines().findFirst().orElseThrow();
        String key = JSON.readTree(first).path("key").asText();
        assertThat(sleeper("query events --json --key " + key).done().out().strip())
                .isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify events",
                "table list",
                "table describe events",
                "watch load-1",
                "gc events --dry-run",
                "plan another.json",
                "prepare third.json --queue emr"
            })
    void shouldDoAsOnAnInstanceOfThisMachine(String line) throws IOException {
        String job = Files.readString(folder.resolve("job.json"));
        file("another.json", job.replace("load-1", "load-2"));
        file("third.json", job.replace("load-1", "load-3"));

        CommandRun unused = sleeper(line).done();

        assertThat(folder.resolve("home")).doesNotExist();
        assertThat(folder.resolve(".sleeper")).doesNotExist();
    }

    @Test
    void shouldSayWhatItTakesToWatchAJobThatWasSent() throws IOException {
        file("none.json", "{\"id\":\"none-1\",\"tableName\":\"none\",\"files\":[\"a/b\"]}");

        CommandRun sent = sleeper("submit none.json").done();

        assertThat(sent.out())
                .contains("The running services take it; 'sleeper watch --instance " + deployed.id()
                        + " none-1' follows it.");
        CommandRun watched = sleeper("watch none-1");
        assertThat(watched.exitCode()).isEqualTo(1);
        assertThat(watched.err()).contains("UNKNOWN_TABLE");
        assertThat(sleeper("abort none-1").exitCode()).isEqualTo(1);
        assertThat(sleeper("retry none-1 --wait").err()).contains("UNKNOWN_TABLE");
    }

    @Test
    void shouldShowRedriveAndDeleteDeadLetters() throws IOException {
        // Given a job that is none, and one whose services failed
        try (OpenQueues queues = instance().openQueues()) {
            queues.deadLetters().add(JobQueue.EKS, "m1", "{ no job", "It is no job.");
            queues.deadLetters()
                    .add(
                            JobQueue.STANDARD,
                            "m2",
                            "{\"id\":\"dead-1\",\"tableName\":\"none\",\"files\":[\"a/b\"]}",
                            "It was received too often.");
        }
        // When / Then
        assertThat(sleeper("dead-letters --json").done().json().findValuesAsText("messageId"))
                .containsExactlyInAnyOrder("m1", "m2");
        assertThat(sleeper("dead-letters show m1").done().out()).contains("{ no job", "It is no job.");
        assertThat(sleeper("dead-letters redrive").done().out())
                .contains("Sent job dead-1 to queue standard", "Kept message m1 of queue eks");
        assertThat(sleeper("dead-letters delete m1").done().out()).contains("Deleted message m1");
        assertThat(sleeper("dead-letters").done().out()).contains("There is no dead letter.");
        assertThat(sleeper("watch dead-1").err()).contains("UNKNOWN_TABLE");
    }

    private static Instance instance() {
        Map<String, String> environment = new HashMap<>(deployed.environment());
        environment.put("SLEEPER_INSTANCE_ID", deployed.id());
        return Instance.open(environment, RealSurroundings.get()).orElseThrow();
    }

    @Test
    void shouldLookAtEveryPartAndNameTheOneThatDoesNotAnswer() throws IOException {
        CommandRun looked = sleeper("doctor --json");

        assertThat(looked.exitCode()).isEqualTo(1);
        List<String> problems = new ArrayList<>();
        List<String> names = new ArrayList<>();
        looked.json().path("checks").forEach(check -> {
            names.add(check.path("name").asText());
            if (check.path("state").asText().equals("problem")) {
                problems.add(check.path("name").asText());
            }
        });
        assertThat(names)
                .contains(
                        "region",
                        "instance",
                        "queue standard",
                        "queue auto",
                        "dead letters of eks",
                        "state machine ingest-job",
                        "state machine maintain-table",
                        "settings",
                        "platforms")
                .doesNotContain("home", "disk", "caller");
        assertThat(problems).containsExactly("errors topic");
        assertThat(looked.out())
                .contains(
                        "the instance " + deployed.id() + " in us-east-1, of version 0.1.0; this command is of 0.1.0",
                        "sns:ListSubscriptionsByTopic had no answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "table list", "submit job.json", "dead-letters", "scan events", "watch load-1"})
    void shouldSayThatThereIsNoSuchInstance(String line) {
        CommandRun refused = run(line + " --instance nobody");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .isEqualTo("error: UNAVAILABLE\n"
                        + "  UNAVAILABLE at the instance nobody in us-east-1: found no bucket sleeper-nobody-config there."
                        + " Correct the id or the region; or deploy it first.\n");
    }

    @Test
    void shouldTakeTheInstanceOfTheEnvironmentWhereNoHomeIsNamed() throws IOException {
        Map<String, String> environment = new HashMap<>(deployed.environment());
        environment.put("SLEEPER_INSTANCE_ID", deployed.id());

        assertThat(CommandRun.of(environment, folder, "jobs --json")
                        .done()
                        .json()
                        .path("jobs")
                        .findValuesAsText("jobId"))
                .contains("load-1");
        assertThat(CommandRun.of(environment, folder, "demo").exitCode()).isEqualTo(2);
    }
}
