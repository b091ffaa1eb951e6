package sleeper.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.key.Region;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.local.client.ServicesClient;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;
import sleeper.local.sqs.LocalQueues;
import sleeper.local.sqs.ReceivedMessage;
import sleeper.sort.demo.DemoData;
import sleeper.sort.read.TableScan;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.AttemptResources;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;

/**
 * The guide's job documents, word for word, each through the queue, the state machine and the ingest task of a fresh instance
 * with its table and files supplied.
 */
@Tag("long")
class SeedJobsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SEED = ProjectTree.root().resolve("test-events/seed");
    private static final int LEAVES = 16;
    private static final long ROWS_OF_A_FILE = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LONG_POLL = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    static Stream<JsonNode> committed() throws IOException {
        return documents("COMMITTED");
    }

    static Stream<JsonNode> deadLetters() throws IOException {
        return documents("DEAD_LETTER");
    }

    private static Stream<JsonNode> documents(String status) throws IOException {
        JsonNode list = JSON.readTree(Files.readString(SEED.resolve("expected.json")));
        return StreamSupport.stream(list.spliterator(), false)
                .filter(document -> document.get("status").textValue().equals(status));
    }

    @ParameterizedTest
    @MethodSource("committed")
    void shouldCommitEveryRowOfTheJobOnItsPlatform(JsonNode expected) throws Exception {
        try (EmbeddedRun run = start()) {
            // Given
            List<Path> inputs = supply(run.instance(), expected);
            // When
            JobView job = runToTheEnd(run, expected);
            // Then
            assertThat(job.status().name()).isEqualTo("COMMITTED");
            List<String> rows = rowsOfTable(run.instance(), expected);
            assertThat(rows).hasSize((int) (ROWS_OF_A_FILE * inputs.size()));
            assertThat(rows).isEqualTo(rowsThatDuckDbReads(inputs));
            assertThat(mails(run)).isEmpty();
            // And it ran where its queue says, and nothing of it is left there
            AttemptId attempt = new AttemptId(job.job().id(), 1);
            assertThat(run.instance().jobs().plan(attempt).orElseThrow().platform())
                    .isEqualTo(queue(expected).platform().orElseThrow());
            AttemptResources resources = run.instance().jobs().resources().of(attempt);
            assertThat(resources.created()).isNotEmpty().isEqualTo(resources.tornDown());
            assertThat(resources.unknown()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("deadLetters")
    void shouldSayWhereADocumentIsNoJson(JsonNode expected) throws Exception {
        try (EmbeddedRun run = start()) {
            // When
            String messageId = send(run, expected);
            // Then one mail names the place
            JsonNode fault = expected.get("faults").get(0);
            String mail = waitFor(() -> mails(run).stream().findFirst(), "a mail about message " + messageId);
            assertThat(mail)
                    .contains(messageId)
                    .contains(fault.get("code").textValue() + " at "
                            + fault.get("where").textValue());
            assertThat(mails(run)).hasSize(1);
            // And the message lies, word for word, where messages lie that cannot be understood
            String deadLetters =
                    LocalQueues.deadLetterName("sleeper-" + queue(expected).word());
            assertThat(run.queues().receive(deadLetters, 1, LONG_POLL))
                    .extracting(ReceivedMessage::body)
                    .containsExactly(body(expected));
            assertThat(run.instance().jobs().jobIds()).isEmpty();
        }
    }

    private EmbeddedRun start() throws IOException {
        return EmbeddedRun.tryStart(home()).orElseThrow();
    }

    private LocalHome home() {
        return new LocalHome(folder.resolve("home"));
    }

    private Path buckets() {
        return home().buckets();
    }

    /** Makes the document's table and the files it names. @return the files */
    private List<Path> supply(InstanceStores instance, JsonNode expected) throws IOException {
        TableName table = new TableName(expected.get("tableName").textValue());
        assertThat(instance.tables().log(table).create(DemoData.SCHEMA, DemoData.partitions(LEAVES)))
                .isInstanceOf(Verdict.Done.class);
        List<Path> files = new ArrayList<>();
        for (JsonNode input : expected.get("inputs")) {
            Path target = buckets().resolve(input.textValue());
            if (input.textValue().endsWith("/")) {
                target = target.resolve("part.parquet");
            }
            files.add(target);
            DemoData data = new DemoData(ROWS_OF_A_FILE, 1, (int) ROWS_OF_A_FILE, files.size());
            FilePath made = data.write(instance.files(), new FilePath("made", "rows-" + files.size()), 1)
                    .get(0);
            Files.createDirectories(target.getParent());
            Files.move(buckets().resolve(made.toString()), target);
        }
        return files;
    }

    private static JobView runToTheEnd(EmbeddedRun run, JsonNode expected) throws IOException {
        String messageId = send(run, expected);
        JobId id = JobDocumentJson.parse(body(expected)).id().orElse(new JobId(messageId));
        ServicesClient client = new ServicesClient(run.endpoints());
        ExecutionStory story = waitFor(
                () -> client.story(new AttemptId(id, 1)).filter(ExecutionStory::isClosed), "the end of job " + id);
        assertThat(story.statesVisited()).startsWith("Validate job");
        assertThat(run.settle(PATIENCE)).isTrue();
        return new JobHistory(run.instance().jobs(), run.instance().tables())
                .find(id)
                .orElseThrow();
    }

    private static <T> T waitFor(Supplier<Optional<T>> wanted, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> found = wanted.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new AssertionError("Waited " + PATIENCE + " for " + what);
    }

    private static String send(EmbeddedRun run, JsonNode expected) throws IOException {
        return new ServicesClient(run.endpoints()).send(queue(expected), body(expected));
    }

    private static String body(JsonNode expected) throws IOException {
        return Files.readString(SEED.resolve(expected.get("file").textValue()));
    }

    private static JobQueue queue(JsonNode expected) {
        return JobQueue.ofWord(expected.get("queue").textValue()).orElseThrow();
    }

    private static List<String> mails(EmbeddedRun run) {
        List<String> texts = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Path.of(run.endpoints().values().get("mailbox")), "*.eml")) {
            for (Path file : files) {
                texts.add(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static List<String> rowsOfTable(InstanceStores instance, JsonNode expected) {
        TableLog log =
                instance.tables().log(new TableName(expected.get("tableName").textValue()));
        TableState state = log.state();
        List<String> rows = new ArrayList<>();
        try (TableScan scan = new TableScan(
                instance.files(), log.storage().location(), DemoData.SCHEMA, state.files(), Region.all(1))) {
            scan.forEachRemaining(
                    row -> rows.add(row.get("key") + "," + row.get("timestamp") + "," + row.get("value")));
        }
        rows.sort(null);
        return rows;
    }

    private static List<String> rowsThatDuckDbReads(List<Path> files) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (Path file : files) {
                try (ResultSet found = statement.executeQuery(
                        "SELECT key || ',' || timestamp || ',' || value FROM read_parquet('" + file + "')")) {
                    while (found.next()) {
                        rows.add(found.getString(1));
                    }
                }
            }
        }
        rows.sort(null);
        return rows;
    }
}
