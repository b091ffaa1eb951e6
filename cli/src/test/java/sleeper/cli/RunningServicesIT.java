package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.JobId;
import sleeper.core.platform.JobQueue;
import sleeper.local.run.EmbeddedPorts;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;
import sleeper.local.sqs.LocalQueues;

/** Commands that join running services; the table {@code t} has 4 partitions and 100,000 rows, loaded from 10 files. */
@Timeout(120)
class RunningServicesIT {
    @TempDir
    static Path folder;

    static Cli cli;
    static EmbeddedRun services;

    @BeforeAll
    static void start() throws IOException {
        cli = new Cli(folder);
        cli.file(".sleeper/instance.properties", "sleeper.optional.stacks=IngestStack\n");
        LocalHome home = new LocalHome(cli.home());
        services = EmbeddedRun.tryStart(home).orElseThrow();
        services.endpoints().write(home.localJson());
        Cli.Result demo = cli.run("demo", "--rows", "100000", "--partitions", "4", "--name", "t", "--json");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    private static String job(String id, String files) {
        return cli.file(id + ".json", "{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"" + files + "\"]}");
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    private static List<Path> mailsAbout(String id) throws IOException {
        try (Stream<Path> mails = Files.list(new LocalHome(cli.home()).mailbox())) {
            return mails.filter(mail -> mail.toString().endsWith("-" + id + ".eml"))
                    .toList();
        }
    }

    @Test
    void shouldFollowAJobUntilItIsCommitted() {
        // When
        Cli.Result sent = cli.run("submit", job("single", "demo/t/part-0.parquet"), "--wait", "--json");
        // Then
        assertThat(sent.exitCode()).as(sent.err()).isZero();
        JsonNode job = sent.json();
        assertThat(names(job))
                .startsWith("jobId", "status", "table", "platform", "attempts", "rows", "files", "created", "tornDown");
        assertThat(job.get("jobId").textValue()).isEqualTo("single");
        assertThat(job.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(job.get("table").textValue()).isEqualTo("t");
        assertThat(job.get("platform").textValue()).isEqualTo("standard");
        assertThat(job.get("rows").longValue()).isEqualTo(10_000);
        assertThat(job.get("files").longValue()).isEqualTo(4);
        assertThat(job.get("created")).hasSize(1).isEqualTo(job.get("tornDown"));
        assertThat(job.get("attempts")).hasSize(1);
        JsonNode attempt = job.at("/attempts/0");
        assertThat(names(attempt)).startsWith("attempt", "status", "executionArn", "statesVisited", "faults");
        assertThat(attempt.get("attempt").intValue()).isEqualTo(1);
        assertThat(attempt.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(attempt.get("executionArn").textValue())
                .isEqualTo("arn:aws:states:us-east-1:000000000000:execution:ingest-job:single-a1");
        assertThat(attempt.get("statesVisited").toString())
                .isEqualTo("[\"Validate job\",\"Which platform?\",\"Run ingest task\",\"Commit files\","
                        + "\"Is a cluster to be ended?\",\"Tear down\","
                        + "\"Who is told?\",\"What does the log say?\",\"Finish as committed\"]");
        assertThat(attempt.get("faults")).isEmpty();
        assertThat(sent.err().lines()).startsWith("sent job single to queue standard");
    }

    @Test
    void shouldSayThatAJobWasCommittedAlready() {
        // Given
        String job = job("twice", "demo/t/part-1.parquet");
        cli.run("submit", job, "--wait", "--json");
        // When
        Cli.Result again = cli.run("submit", job, "--wait", "--json");
        // Then
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("Job 'twice' was committed already: nothing was loaded again.");
        assertThat(again.json().get("attempts")).hasSize(1);
    }

    @Test
    void shouldAbortARunningJobWithOneMailAndRetryIt() throws IOException {
        // Given a job whose task cannot start for now: there is a file where the folder of its log would be
        Path logs = new LocalHome(cli.home()).logs();
        Path aside = logs.resolveSibling("logs-aside");
        Files.move(logs, aside);
        Files.createFile(logs);
        Cli.Result aborted;
        try {
            cli.run("submit", job("halted", "demo/t"), "--json").done();
            while (!cli.run("jobs", "halted", "--json").out().contains("Run ingest task")) {
                Thread.onSpinWait();
            }
            // When
            aborted = cli.run("abort", "halted", "--json");
        } finally {
            Files.delete(logs);
            Files.move(aside, logs);
        }
        // Then
        assertThat(aborted.exitCode()).as(aborted.out()).isZero();
        assertThat(aborted.json().get("status").textValue()).isEqualTo("ABORTED");
        assertThat(aborted.json().at("/attempts/0/faults").findValuesAsText("code"))
                .containsExactly("ABORTED");
        assertThat(services.settle(Duration.ofMinutes(1))).isTrue();
        assertThat(mailsAbout("halted")).hasSize(1);
        // When
        Cli.Result retried = cli.run("retry", "halted", "--wait", "--json");
        // Then
        assertThat(retried.exitCode()).as(retried.out()).isZero();
        assertThat(retried.json().at("/attempts").findValuesAsText("attempt")).containsExactly("1", "2");
        assertThat(retried.json().get("rows").longValue()).isEqualTo(100_000);
        assertThat(mailsAbout("halted")).hasSize(1);
        assertThat(cli.run("jobs", "halted", "--graph", "--attempt", "1")
                        .done()
                        .out()
                        .lines())
                .contains("job halted: COMMITTED, attempt 1 of 2: ABORTED")
                .anyMatch(line -> line.startsWith("execution halted-a1: ABORTED after "))
                .anyMatch(line -> line.matches("\\|  x Run ingest task .*aborted"));
    }

    @Test
    void shouldShowAnExecutionThatWaitsToBeSavedAndAbortIt() throws IOException {
        // Given an execution that tries in vain to start its task, and whose state cannot be written
        LocalHome home = new LocalHome(cli.home());
        Path logs = home.logs();
        Path aside = logs.resolveSibling("logs-aside");
        Path inTheWay = cli.home().resolve("stepfunctions/executions/ingest-job/unsaved-a1/state.json.tmp");
        Files.move(logs, aside);
        Files.createFile(logs);
        Cli.Result aborted;
        try {
            cli.run("submit", job("unsaved", "demo/t"), "--json").done();
            while (!cli.run("jobs", "unsaved", "--json").out().contains("Run ingest task")) {
                Thread.onSpinWait();
            }
            while (!isDirectory(inTheWay)) {
                Thread.onSpinWait();
            }
            // When / Then
            JsonNode attempt = cli.run("jobs", "unsaved", "--json").json().at("/attempts/0");
            // It waits for its turn at first.
            while (!attempt.path("waiting").asText().contains("saved")) {
                attempt = cli.run("jobs", "unsaved", "--json").json().at("/attempts/0");
            }
            assertThat(attempt.get("waiting").textValue())
                    .startsWith("It could not be saved and waits until it can be: A file of the executions could not be"
                            + " written: ")
                    .endsWith(". It goes on by itself, and can be stopped.");
            assertThat(cli.run("jobs", "unsaved").out()).contains("\n  waiting   It could not be saved");
            assertThat(cli.run("jobs").out()).containsPattern("unsaved +RUNNING, waiting ");
            // When it is aborted
            aborted = cli.run("abort", "unsaved", "--json");
        } finally {
            Files.delete(inTheWay);
            Files.delete(logs);
            Files.move(aside, logs);
        }
        // Then
        String stopped = "It was stopped, which is saved as soon as it can be.";
        assertThat(aborted.exitCode()).as(aborted.err()).isZero();
        assertThat(aborted.err()).contains(stopped);
        assertThat(aborted.json().at("/attempts/0/waiting").textValue()).isEqualTo(stopped);
        while (!cli.run("jobs", "unsaved", "--json")
                .json()
                .get("status")
                .textValue()
                .equals("ABORTED")) {
            Thread.onSpinWait();
        }
        assertThat(services.settle(Duration.ofMinutes(1))).isTrue();
        assertThat(mailsAbout("unsaved")).hasSize(1);
    }

    /** @return whether it is there by now; it is not while a file of that name is being written */
    private static boolean isDirectory(Path path) throws IOException {
        try {
            return Files.isDirectory(Files.createDirectory(path));
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Test
    void shouldListTheJobs() {
        // When
        JsonNode jobs = cli.run("jobs", "--json").done().json().get("jobs");
        // Then
        assertThat(jobs)
                .filteredOn(job -> job.get("jobId").textValue().equals("t"))
                .singleElement()
                .satisfies(job -> assertThat(names(job))
                        .containsExactly(
                                "jobId",
                                "status",
                                "table",
                                "platform",
                                "attempt",
                                "rows",
                                "files",
                                "received",
                                "waiting"));
        assertThat(cli.run("jobs").done().out().lines())
                .anyMatch(line -> line.matches("t +COMMITTED +t +standard +1 +100,000 +4 +20.*Z"));
    }

    @Test
    void shouldRefuseToWatchAnUnknownJob() {
        assertThat(cli.run("watch", "never-sent", "--json").faultCodes()).containsExactly("UNKNOWN_JOB");
    }

    @Test
    void shouldTellAnUnknownTable() {
        String job = cli.file("astray.json", "{\"id\":\"astray\",\"tableName\":\"no\",\"files\":[\"demo/t\"]}");
        for (List<String> line : List.of(List.of("submit", job, "--wait", "--json"), List.of("plan", job, "--json"))) {
            Cli.Result refused = cli.run(line.toArray(String[]::new));
            assertThat(refused.exitCode()).as(line.get(0)).isEqualTo(1);
            assertThat(refused.faultCodes()).as(line.get(0)).containsExactly("UNKNOWN_TABLE");
        }
    }

    @Test
    void shouldTellAConflictOfIdsOnce() {
        // Given
        cli.run("submit", job("taken", "demo/none.parquet"), "--wait");
        // When
        Cli.Result refused = cli.run("submit", job("taken", "demo/other.parquet"), "--wait");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .containsOnlyOnce("was refused")
                .containsOnlyOnce("found")
                .contains("another body than the job of that id has");
    }

    @Test
    void shouldTellOnceOfAMessageThatItsQueueGaveUp() throws IOException {
        // Given a message that the starter did not put among the dead letters
        String queue = LocalQueues.deadLetterName(EmbeddedPorts.queueName(JobQueue.EKS));
        String messageId = services.queues().send(queue, "{\"tableName\":\"t\",\"files\":[\"demo/gone.parquet\"]}");
        // When
        while (mailsAbout(messageId).isEmpty()) {
            Thread.onSpinWait();
        }
        String another = services.queues().send(queue, "{\"tableName\":\"t\",\"files\":[\"demo/t\"]}");
        while (mailsAbout(another).isEmpty()) {
            Thread.onSpinWait();
        }
        // Then
        assertThat(mailsAbout(messageId))
                .singleElement()
                .satisfies(mail -> assertThat(Files.readString(mail))
                        .contains("Message received too often", "Queue: eks", "'sleeper dead-letters' shows it"));
        assertThat(cli.run("dead-letters").out()).contains("message " + messageId, "It was received too often.");
    }

    @Test
    void shouldRedriveALetterWithTheIdItWouldHaveHad() {
        // Given a message without an id that was received too often
        String queue = EmbeddedPorts.queueName(JobQueue.STANDARD);
        String messageId = services.queues()
                .send(LocalQueues.deadLetterName(queue), "{\"tableName\":\"t\",\"files\":[\"demo/gone.parquet\"]}");
        // When
        JsonNode redriven = cli.run("dead-letters", "redrive", "--json").done().json();
        // Then
        JsonNode sent = redriven.get("redriven");
        assertThat(sent.findValuesAsText("jobId")).contains(messageId);
        assertThat(cli.run("watch", messageId, "--json").json().get("status").textValue())
                .isEqualTo("REJECTED");
        assertThat(cli.instance().jobs().job(new JobId(messageId)).orElseThrow().document())
                .contains("\"id\":\"" + messageId + "\"");
    }
}
