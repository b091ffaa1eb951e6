package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sleeper.aws.AwsInstance;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.file.FilePath;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.faults.Fault;
import sleeper.faults.HttpMessage;
import sleeper.faults.Service;
import sleeper.sort.demo.DemoData;
import sleeper.stepfunctions.Arns;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.verification.deployed.CommandRun;
import sleeper.verification.servers.AwsServers;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Jobs of an instance with {@code IngestStack} and {@code IcebergStack}, as its template deploys it, in an account that test code plays: the intrinsic functions
 * of its template are resolved by {@link TemplateResolver}, and {@link PlayedAccount} has the list of services and by what each is
 * played. Functions run from their zip, and the ingest task from its classes, in processes of their own; commands run in this process.
 */
class ZippedInstanceIT {
    @RegisterExtension
    static final NoProcessLeft NO_PROCESS_LEFT = new NoProcessLeft();

    private static final InstanceNames NAMES = new InstanceNames("prod");
    private static final int ROWS = 400;

    /** A table that other engines look at. */
    private static final String SHOWN = "Shown";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static AwsServers servers;
    private static PlayedAccount account;

    @BeforeAll
    static void deploy() throws IOException {
        DeployedTemplate template = DeployedTemplate.synthesise(folder.resolve("template"), PlayedAccount.PROPERTIES);
        servers = AwsServers.start();
        account = PlayedAccount.create(template, PlayedAccount.PROPERTIES, servers, folder.resolve("account"));
        AwsInstance instance = account.instance(NAMES.id());
        var unused = new DemoData(ROWS, 2, 1_000_000, 7)
                .write(instance.files(), new FilePath(instance.inputBucket(), "in"), 1);
        Files.writeString(folder.resolve("schema.json"), """
                {"rowKeyFields": [{"name": "key", "type": "string"}],
                 "sortKeyFields": [{"name": "timestamp", "type": "long"}],
                 "valueFields": [{"name": "value", "type": "string"}]}
                """);
        Files.writeString(folder.resolve("splits.txt"), "\"g\"\n\"n\"\n\"t\"\n");
        for (String table : List.of("events", SHOWN)) {
            CommandRun unusedTable = sleeper(
                            "table create " + table + " --schema schema.json --split-points splits.txt")
                    .done();
            instance.properties()
                    .putOfTable(new TableName(table), Map.of("sleeper.table.allowed.sources", instance.inputBucket()));
        }
    }

    @AfterAll
    static void end() throws IOException {
        try {
            if (account != null) {
                account.close();
            }
        } finally {
            if (servers != null) {
                servers.close();
            }
        }
    }

    @AfterEach
    void shouldLeaveTheTableWhole() {
        CommandRun unused = sleeper("verify events").done();
    }

    private static CommandRun sleeper(String line) {
        return CommandRun.of(account.environment(), folder, line + " --instance " + NAMES.id());
    }

    /** @return the message's id */
    private static String send(String job, String file) {
        return send(job, "events", file);
    }

    private static String send(String job, String table, String file) {
        String body = JSON.createObjectNode()
                .put("id", job)
                .put("tableName", table)
                .set("files", JSON.createArrayNode().add(NAMES.bucket("input") + "/" + file))
                .toString();
        return account.sqs()
                .sendMessage(request -> request.queueUrl(PlayedQueues.url(NAMES.queue(JobQueue.STANDARD)))
                        .messageBody(body))
                .messageId();
    }

    private static JsonNode awaitStatus(String job, String status) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        CommandRun last = sleeper("jobs " + job + " --json");
        while (Instant.now().isBefore(end)) {
            if (last.exitCode() == 0 && last.json().path("status").asText().equals(status)) {
                return last.json();
            }
            TimeUnit.MILLISECONDS.sleep(200);
            last = sleeper("jobs " + job + " --json");
        }
        throw new AssertionError(job + " is not " + status + ": " + last.out() + last.err() + history(job));
    }

    private static String history(String job) {
        return account.machines().list(Arns.stateMachine(NAMES.stateMachine("ingest-job")), Optional.empty()).stream()
                .filter(execution -> execution.start().arn().contains(job))
                .map(execution ->
                        account.machines().history(execution.start().arn()).toString())
                .toList()
                .toString();
    }

    private static List<PlayedTopic.Published> told(String job) {
        return account.topic().published().stream()
                .filter(message -> message.message().contains(job))
                .toList();
    }

    private static ExecutionDescription awaitReaping(String job) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            for (ExecutionDescription each :
                    account.machines().list(Arns.stateMachine(NAMES.stateMachine("reap-job")), Optional.empty())) {
                if (each.start().input().contains(job)) {
                    return account.machines().awaitClosed(each.start().arn());
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("the rule did not start reap-job for " + job);
    }

    @Test
    void shouldCommitAJobThatWasSentToTheQueueAndReadItBack() throws Exception {
        // When
        String unused = send("load-1", "in");
        JsonNode job = awaitStatus("load-1", "COMMITTED");
        // Then
        assertThat(job.path("rows").asInt()).isEqualTo(ROWS);
        assertThat(sleeper("scan events --json").done().out().lines()).hasSize(ROWS);
        assertThat(account.tasks().ofGroup("load-1-a1"))
                .singleElement()
                .satisfies(task ->
                        assertThat(task.at("/containers/0/exitCode").asInt(-1)).isZero());
        assertThat(told("load-1")).isEmpty();
    }

    /** @return the entry that Glue has of the table, once it has one that shows a commit */
    private static JsonNode awaitListed() throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            Optional<JsonNode> found = account.glue().table("sleeper_prod.shown");
            if (found.isPresent() && found.get().at("/Parameters/sleeper.slot").asLong() > 0) {
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError(
                "the table was not listed: " + account.functions().called());
    }

    @Test
    void shouldListTheTableOfAJobThatCommittedForOtherEngines() throws Exception {
        // When
        String unused = send("listed-1", SHOWN, "in");
        JsonNode unusedJob = awaitStatus("listed-1", "COMMITTED");
        JsonNode entry = awaitListed();
        // Then the entry leads to metadata that shows the commit
        String metadata = entry.at("/Parameters/metadata_location").asText();
        assertThat(metadata).startsWith("s3://sleeper-prod-data/Shown/metadata/");
        assertThat(entry.at("/Parameters/table_type").asText()).isEqualTo("ICEBERG");
        JsonNode shown = JSON.readTree(object(metadata));
        assertThat(shown.path("location").asText()).isEqualTo("s3://sleeper-prod-data/Shown");
        assertThat(shown.path("snapshots").toString()).contains("listed-1");
        // And a command finds nothing new, and says by which name engines find the table
        CommandRun again = sleeper("iceberg " + SHOWN + " --json").done();
        assertThat(again.json().path("listed").asText()).isEqualTo("sleeper_prod.shown");
        assertThat(sleeper("doctor").out()).contains("Glue database sleeper_prod", "published after each commit");
        // And a table whose name differs by case only is published and not listed, which is said
        CommandRun unusedNamesake =
                sleeper("table create shown --schema schema.json").done();
        CommandRun namesake = sleeper("iceberg shown --json").done();
        assertThat(namesake.json().path("listed").asText()).isEmpty();
        assertThat(namesake.json().path("metadata").asText()).startsWith("s3://sleeper-prod-data/shown/metadata/");
        assertThat(namesake.err()).contains("sleeper_prod.shown is the entry of table Shown");
        assertThat(sleeper("doctor").out()).contains("Shown, shown");
        assertThat(account.glue().table("sleeper_prod.shown")).contains(entry);
        // And the entry of a table that is dropped goes with it
        CommandRun unusedDrop = sleeper("table drop " + SHOWN).done();
        assertThat(account.glue().table("sleeper_prod.shown")).isEmpty();
    }

    private static byte[] object(String uri) throws IOException {
        String[] place = uri.substring("s3://".length()).split("/", 2);
        try (S3Client s3 = servers.s3()) {
            return s3.getObjectAsBytes(request -> request.bucket(place[0]).key(place[1]))
                    .asByteArray();
        }
    }

    @Test
    void shouldTellTheTopicOfAJobThatIsRefused() throws Exception {
        // When
        String unusedId = send("refused-1", "no-such-folder");
        JsonNode job = awaitStatus("refused-1", "REJECTED");
        ExecutionDescription unused =
                account.machines().awaitClosed(Arns.execution(NAMES.stateMachine("ingest-job"), "refused-1-a1"));
        // Then
        assertThat(job.toString()).contains("no-such-folder");
        assertThat(told("refused-1")).hasSize(1);
        assertThat(account.tasks().ofGroup("refused-1-a1")).isEmpty();
    }

    @Test
    void shouldReapAJobThatIsAbortedWhileItsTaskRuns() throws Exception {
        // Given
        CompletableFuture<CommandRun> aborted = new CompletableFuture<>();
        account.tasks().hold("aborted-1-a1", () -> {
            var unused = aborted.completeAsync(() -> sleeper("abort aborted-1"));
        });
        // When
        String unusedId = send("aborted-1", "in");
        CommandRun unused = aborted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).done();
        ExecutionDescription reaping = awaitReaping("aborted-1");
        JsonNode event = JSON.readTree(reaping.start().input());
        // Then the rule gave its target the event, and the attempt is excluded, torn down and told
        assertThat(event.path("source").asText()).isEqualTo("aws.states");
        assertThat(event.at("/detail/name").asText()).isEqualTo("aborted-1-a1");
        assertThat(event.at("/detail/status").asText()).isEqualTo("ABORTED");
        assertThat(reaping.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        JsonNode job = awaitStatus("aborted-1", "ABORTED");
        assertThat(job.path("created")).hasSize(1);
        assertThat(job.path("tornDown")).isEqualTo(job.path("created"));
        assertThat(account.tasks().ofGroup("aborted-1-a1"))
                .singleElement()
                .satisfies(task -> assertThat(task.path("lastStatus").asText()).isEqualTo("STOPPED"))
                .satisfies(task -> assertThat(task.path("stopCode").asText()).isEqualTo("UserInitiated"));
        assertThat(told("aborted-1")).hasSize(1);
    }

    private static boolean isStartOf(HttpMessage request, String execution) {
        return Service.DYNAMODB.operationOf(request).equals("StartExecution")
                && new String(request.body(), StandardCharsets.UTF_8).contains("\"" + execution + "\"");
    }

    private static List<String> executionsOf(String job) {
        return account.machines().list(Arns.stateMachine(NAMES.stateMachine("ingest-job")), Optional.empty()).stream()
                .map(execution -> execution.start().arn())
                .filter(arn -> arn.contains(":" + job + "-"))
                .toList();
    }

    @Test
    void shouldTakeOnlyTheMessageAgainOfWhichNoExecutionCouldBeStarted() throws Exception {
        // Given
        AtomicBoolean isDenied = new AtomicBoolean();
        account.stepFunctions()
                .injectBy(request -> isStartOf(request, "again-1-a1") && isDenied.compareAndSet(false, true)
                        ? Optional.of(Fault.DENIED)
                        : Optional.empty());
        PlayedMapping mapping = account.mapping(NAMES.queue(JobQueue.STANDARD));
        Set<String> good = new HashSet<>();
        Set<String> again = new HashSet<>();
        // When
        mapping.betweenBatches(() -> {
            good.add(send("good-1", "no-such-folder"));
            again.add(send("again-1", "no-such-folder"));
        });
        JsonNode unusedGood = awaitStatus("good-1", "REJECTED");
        JsonNode unusedAgain = awaitStatus("again-1", "REJECTED");
        // Then
        Set<String> both = new HashSet<>(good);
        both.addAll(again);
        assertThat(isDenied).isTrue();
        assertThat(mapping.deliveries())
                .filteredOn(delivery -> !Collections.disjoint(delivery.messages(), both))
                .containsExactly(new PlayedMapping.Delivery(both, again), new PlayedMapping.Delivery(again, Set.of()));
        assertThat(executionsOf("good-1")).hasSize(1);
        assertThat(executionsOf("again-1")).hasSize(1);
    }

    @Test
    void shouldSweepAndMaintainTablesBySchedule() throws Exception {
        assertThat(JSON.readTree(account.fire("sweep")).isMissingNode()).isFalse();
        ExecutionDescription maintained = account.machines().awaitClosed(account.fire("maintain-table"));

        assertThat(maintained.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
