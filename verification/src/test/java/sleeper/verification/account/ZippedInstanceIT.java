package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.aws.AwsInstance;
import sleeper.cli.Sleeper;
import sleeper.cli.frame.Console;
import sleeper.cli.frame.Surrounding;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.file.FilePath;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.sort.demo.DemoData;
import sleeper.stepfunctions.Arns;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.verification.servers.AwsServers;

/**
 * Jobs of an instance with {@code IngestStack}, as its template deploys it, in an account that test code plays: {@link PlayedAccount}
 * says what of it. Commands run in this process.
 */
class ZippedInstanceIT {
    private static final InstanceNames NAMES = new InstanceNames("prod");
    private static final int ROWS = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PROPERTIES = Map.of(
            "sleeper.id", NAMES.id(),
            "sleeper.optional.stacks", "IngestStack",
            "sleeper.errors.email", "operator@example.com",
            "sleeper.ingest.memory.budget", "67108864",
            "sleeper.default.bulk.import.min.leaf.partitions", "1");

    @TempDir
    private static Path folder;

    private static AwsServers servers;
    private static PlayedAccount account;

    private record Result(int exitCode, String out, String err) {
        Result done() {
            assertThat(exitCode).as(out + err).isZero();
            return this;
        }

        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    @BeforeAll
    static void deploy() throws IOException {
        DeployedTemplate template = DeployedTemplate.synthesise(folder.resolve("template"), PROPERTIES);
        servers = AwsServers.start();
        account = PlayedAccount.create(template, PROPERTIES, servers, folder.resolve("account"));
        AwsInstance instance = account.instance(NAMES.id());
        var unused = new DemoData(ROWS, 2, 1_000_000, 7)
                .write(instance.files(), new FilePath(instance.inputBucket(), "in"), 1);
        Files.writeString(folder.resolve("schema.json"), """
                {"rowKeyFields": [{"name": "key", "type": "string"}],
                 "sortKeyFields": [{"name": "timestamp", "type": "long"}],
                 "valueFields": [{"name": "value", "type": "string"}]}
                """);
        Files.writeString(folder.resolve("splits.txt"), "\"g\"\n\"n\"\n\"t\"\n");
        Result unusedTable = sleeper("table create events --schema schema.json --split-points splits.txt")
                .done();
        instance.properties()
                .putOfTable(new TableName("events"), Map.of("sleeper.table.allowed.sources", instance.inputBucket()));
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
        Result unused = sleeper("verify events").done();
    }

    private static Result sleeper(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        int exitCode = Sleeper.run(
                new Surrounding(console, account.environment(), folder, InstantSource.system()),
                (line + " --instance " + NAMES.id()).split(" "));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void send(String job, String file) {
        String body = JSON.createObjectNode()
                .put("id", job)
                .put("tableName", "events")
                .set("files", JSON.createArrayNode().add(NAMES.bucket("input") + "/" + file))
                .toString();
        var unused = account.sqs()
                .sendMessage(request -> request.queueUrl(PlayedQueues.url(NAMES.queue(JobQueue.STANDARD)))
                        .messageBody(body));
    }

    private static JsonNode awaitStatus(String job, String status) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        Result last = sleeper("jobs " + job + " --json");
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
        send("load-1", "in");
        JsonNode job = awaitStatus("load-1", "COMMITTED");
        // Then
        assertThat(job.path("rows").asInt()).isEqualTo(ROWS);
        assertThat(sleeper("scan events --json").done().out().lines()).hasSize(ROWS);
        assertThat(account.tasks().startedBy("load-1-a1"))
                .singleElement()
                .satisfies(task ->
                        assertThat(task.at("/containers/0/exitCode").asInt(-1)).isZero());
        assertThat(told("load-1")).isEmpty();
    }

    @Test
    void shouldTellTheTopicOfAJobThatIsRefused() throws Exception {
        // When
        send("refused-1", "no-such-folder");
        JsonNode job = awaitStatus("refused-1", "REJECTED");
        ExecutionDescription unused =
                account.machines().awaitClosed(Arns.execution(NAMES.stateMachine("ingest-job"), "refused-1-a1"));
        // Then
        assertThat(job.toString()).contains("no-such-folder");
        assertThat(told("refused-1")).hasSize(1);
        assertThat(account.tasks().startedBy("refused-1-a1")).isEmpty();
    }

    @Test
    void shouldReapAJobThatIsAbortedWhileItsTaskRuns() throws Exception {
        // Given
        CompletableFuture<Result> aborted = new CompletableFuture<>();
        account.tasks().hold("aborted-1-a1", execution -> {
            var unused = aborted.completeAsync(() -> sleeper("abort aborted-1"));
        });
        // When
        send("aborted-1", "in");
        Result unused = aborted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).done();
        ExecutionDescription reaping = awaitReaping("aborted-1");
        // Then it is excluded, torn down and told
        assertThat(reaping.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        JsonNode job = awaitStatus("aborted-1", "ABORTED");
        assertThat(job.path("created")).hasSize(1);
        assertThat(job.path("tornDown")).isEqualTo(job.path("created"));
        assertThat(account.tasks().startedBy("aborted-1-a1"))
                .singleElement()
                .satisfies(task -> assertThat(task.path("lastStatus").asText()).isEqualTo("STOPPED"))
                .satisfies(task -> assertThat(task.path("stopCode").asText()).isEqualTo("UserInitiated"));
        assertThat(told("aborted-1")).hasSize(1);
    }

    @Test
    void shouldSweepAndMaintainTablesBySchedule() throws Exception {
        assertThat(JSON.readTree(account.fire("sweep")).isMissingNode()).isFalse();
        ExecutionDescription maintained = account.machines().awaitClosed(account.fire("maintain-table"));

        assertThat(maintained.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
