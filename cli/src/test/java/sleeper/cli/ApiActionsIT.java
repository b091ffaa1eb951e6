package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.cli.ServedApi.names;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;
import sleeper.local.client.AwsJsonClient;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.LocalHome;

/** What the API does, at a home whose table {@code t} has 4 partitions and 20,000 rows of 10 files. Each test has jobs and tables of its own. */
@Timeout(300)
class ApiActionsIT {
    private static final String SCHEMA =
            "{\"rowKeyFields\":[{\"name\":\"k\",\"type\":\"string\"}],\"valueFields\":[{\"name\":\"v\",\"type\":\"long\"}]}";

    @TempDir
    static Path folder;

    static Cli cli;
    static LocalHome home;
    static ServedApi api;

    @BeforeAll
    static void load() throws IOException {
        cli = new Cli(folder);
        home = new LocalHome(cli.home());
        api = ServedApi.start(cli.home());
        Cli.Result demo = cli.run("demo", "--rows", "20000", "--partitions", "4", "--name", "t", "--json");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
    }

    @AfterAll
    static void end() {
        api.close();
    }

    private static String document(String id, String file) {
        return "{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"" + file + "\"]}";
    }

    private static ServedApi.Reply send(String id, String file) {
        return api.post("/jobs", "{\"document\":" + document(id, file) + "}");
    }

    @Test
    void shouldSendAJobAndTakeTheSameAgainForOne() {
        JsonNode sent = send("once", "demo/t/part-0.parquet").ok();
        api.await("once", "COMMITTED");
        send("once", "demo/t/part-0.parquet").ok();

        assertThat(names(sent)).containsExactly("jobId", "messageId", "queue", "servicesRunning");
        assertThat(sent.get("jobId").textValue()).isEqualTo("once");
        assertThat(sent.get("queue").textValue()).isEqualTo("standard");
        assertThat(sent.get("servicesRunning").booleanValue()).isTrue();
        assertThat(api.get("/jobs/once").ok().get("attempts")).hasSize(1);
    }

    @Test
    void shouldRefuseAnotherJobOfAnIdAtOnce() {
        send("taken", "demo/t/part-0.parquet").ok();
        api.await("taken", "COMMITTED");

        send("taken", "demo/t/part-1.parquet").refused(409, "JOB_ID_CONFLICT");
        api.post("/jobs", "{\"document\":" + document("taken", "demo/t/part-0.parquet") + ",\"queue\":\"emr\"}")
                .refused(409, "JOB_ID_CONFLICT");
    }

    @Test
    void shouldTellEveryFaultOfADocumentAndWhereItStands() {
        JsonNode faults = api.post(
                        "/jobs", "{\"document\":\"{\\n \\\"tableNam\\\": \\\"t\\\",\\n \\\"files\\\": []}\"}")
                .refused(400, "UNKNOWN_FIELD")
                .body()
                .at("/error/faults");

        assertThat(faults.findValuesAsText("code")).contains("UNKNOWN_FIELD", "MISSING_FIELD");
        assertThat(faults.at("/0/where").textValue()).startsWith("line 2, column 2");
        assertThat(faults.at("/0/location/line").intValue()).isEqualTo(2);
    }

    @Test
    void shouldRetryTheAttemptThatWasShownAndNoOther() throws IOException {
        // Given a job that was rejected, whose file comes later
        send("late", "later/a.parquet").ok();
        api.await("late", "REJECTED");
        Path bucket = Files.createDirectories(home.buckets().resolve("later"));
        Files.copy(home.buckets().resolve("demo/t/part-0.parquet"), bucket.resolve("a.parquet"));
        // When
        JsonNode retried = api.post("/jobs/late/retry", "{\"attempt\":1}").ok();
        api.await("late", "COMMITTED");
        // Then
        assertThat(names(retried)).containsExactly("jobId", "messageId", "queue", "servicesRunning");
        ServedApi.Reply stale = api.post("/jobs/late/retry", "{\"attempt\":1}").refused(409, "WRONG_STATUS");
        assertThat(stale.fault().get("found").textValue()).isEqualTo("attempt 2, which is COMMITTED");
        api.post("/jobs/late/retry", "").refused(409, "WRONG_STATUS");
        api.post("/jobs/late/abort", "{}").refused(409, "WRONG_STATUS");
        assertThat(api.get("/jobs/late").ok().get("attempts")).hasSize(2);
    }

    @Test
    void shouldAbortAJobOnceHoweverManyAskForIt() throws IOException {
        // Given a job whose task cannot start for now: there is a file where the folder of its log would be
        Path logs = home.logs();
        Path aside = logs.resolveSibling("logs-aside");
        Files.move(logs, aside);
        Files.createFile(logs);
        try {
            send("halted", "demo/t/part-2.parquet").ok();
            JsonNode job = api.get("/jobs/halted").body();
            while (!job.path("attempts").toString().contains("Run ingest task")) {
                job = api.get("/jobs/halted").body();
            }
            assertThat(names(job.get("progress"))).contains("lastEvent");
            // When
            JsonNode aborted = api.post("/jobs/halted/abort", "{\"attempt\":1}").ok();
            api.post("/jobs/halted/abort", "{\"attempt\":2}").refused(409, "WRONG_STATUS");
            // Then
            assertThat(aborted.toString()).isEqualTo("{\"jobId\":\"halted\",\"attempt\":1,\"stopped\":true}");
            JsonNode ended = api.await("halted", "ABORTED");
            assertThat(ended.at("/faults/0/code").textValue()).isEqualTo("ABORTED");
            api.post("/jobs/halted/abort", "{}").refused(409, "WRONG_STATUS");
        } finally {
            Files.delete(logs);
            Files.move(aside, logs);
        }
    }

    @Test
    void shouldPlanWhatWouldRunAndAllThatSpeaksAgainstIt() {
        JsonNode planned = api.post("/plan", "{\"document\":" + document("p", "demo/t") + "}")
                .ok();
        JsonNode refused = api.post(
                        "/plan", "{\"document\":" + document("p", "demo/none.parquet") + ",\"queue\":\"standard\"}")
                .ok();
        JsonNode none = api.post("/plan", "{\"document\":{\"tableName\":5}}").ok();

        assertThat(names(planned))
                .startsWith("ok", "table", "platform", "reasons")
                .contains(
                        "inputFiles",
                        "inputRows",
                        "inputBytes",
                        "partitionsTouched",
                        "files",
                        "secondsLeast",
                        "secondsMost")
                .contains("warnings", "requests", "faults");
        assertThat(planned.get("inputRows").longValue()).isEqualTo(20_000);
        assertThat(names(refused)).containsExactly("ok", "faults", "error");
        assertThat(refused.get("ok").booleanValue()).isFalse();
        assertThat(refused.get("faults").findValuesAsText("code")).containsExactly("FILE_NOT_FOUND");
        assertThat(none.get("faults").findValuesAsText("code")).contains("WRONG_TYPE", "MISSING_FIELD");
        assertThat(api.get("/jobs/p").status()).isEqualTo(404);
    }

    @Test
    void shouldHoldAFileAgainstATable() {
        JsonNode checked = api.post("/check", "{\"file\":\"demo/t/part-0.parquet\",\"table\":\"t\"}")
                .ok();

        assertThat(names(checked))
                .containsExactly(
                        "ok",
                        "file",
                        "table",
                        "rows",
                        "rowGroups",
                        "pageChecksums",
                        "columns",
                        "leftOut",
                        "warnings",
                        "faults");
        assertThat(checked.get("ok").booleanValue()).isTrue();
        api.post("/check", "{\"file\":\"demo/none\",\"table\":\"t\"}").refused(400, "FILE_NOT_FOUND");
        api.post("/check", "{\"file\":\"demo/none\",\"table\":\"none\"}").refused(404, "UNKNOWN_TABLE");
        api.post("/check", "{\"file\":\"/etc/passwd\",\"table\":\"t\"}").refused(400, "FILE_NOT_FOUND");
        api.post("/check", "{\"file\":\"demo/../../local.json\",\"table\":\"t\"}")
                .refused(400, "FILE_NOT_FOUND");
        api.post("/check", "{\"table\":\"t\"}").refused(400, "MISSING_FIELD");
    }

    @Test
    void shouldCreateATableAndChangeIt() {
        String table = "{\"table\":\"made\",\"schema\":" + SCHEMA + ",\"splitPoints\":[\"g\",\"p\"]}";
        JsonNode made = api.post("/tables", table).ok();
        JsonNode grown = api.post(
                        "/tables/made/fields", "{\"field\":{\"name\":\"w\",\"type\":\"string\",\"nullable\":true}}")
                .ok();

        ObjectNode described =
                (ObjectNode) cli.run("table", "describe", "made", "--json").json();
        assertThat(described.remove("leaves")).hasSize(3);
        assertThat(grown).isEqualTo(described);
        assertThat(made.get("partitions").intValue()).isEqualTo(3);
        assertThat(grown.at("/schema/valueFields").findValuesAsText("name")).containsExactly("v", "w");
        api.post("/tables", table).refused(409, "TABLE_EXISTS");
        JsonNode dropped = api.post("/tables/made/drop", "{}").ok();
        assertThat(dropped.toString()).startsWith("{\"table\":\"made\",\"dropped\":true,\"files\":0,\"rows\":0");
        api.get("/tables/made").refused(404, "UNKNOWN_TABLE");
        api.post("/tables/made/drop", "{}").refused(404, "UNKNOWN_TABLE");
    }

    @Test
    void shouldCutATableBySampledRows() {
        String schema = api.get("/tables/t").ok().get("schema").toString();

        JsonNode made = api.post(
                        "/tables",
                        "{\"table\":\"sampled\",\"schema\":" + schema
                                + ",\"sample\":{\"path\":\"demo/t\",\"partitions\":8}}")
                .ok();

        assertThat(made.get("partitions").intValue()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|MISSING_FIELD",
                "{\"table\":\"a b\",\"schema\":{}}|BAD_ID",
                "{\"table\":\"../a\",\"schema\":{}}|BAD_ID",
                "{\"table\":5,\"schema\":{}}|WRONG_TYPE",
                "{\"table\":\"bad\",\"schema\":[]}|BAD_SCHEMA",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"splitPoints\":\"g\"}|WRONG_TYPE",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"splitPoints\":{\"0\":\"g\"}}|WRONG_TYPE",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"splitPoints\":[\"p\",\"g\"]}|BAD_SPLIT_POINTS",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"splitPoints\":[5]}|BAD_SPLIT_POINTS",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"sample\":\"demo/t\"}|WRONG_TYPE",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"sample\":{\"path\":\"demo/t\",\"partitons\":2}}|UNKNOWN_FIELD",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"sample\":{\"path\":\"demo/t\",\"partitions\":0}}|VALUE_OUT_OF_RANGE",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"sample\":{\"path\":\"demo/t\",\"partitions\":4294967296}}|VALUE_OUT_OF_RANGE",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"sample\":{\"path\":\"demo/t\"}}|MISSING_FIELD",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"sample\":{\"path\":\" \",\"partitions\":2}}|FILE_NOT_FOUND",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"sample\":{\"path\":\"none/t\",\"partitions\":2}}|FILE_NOT_FOUND",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"splitPoints\":[],\"sample\":{\"path\":\"demo/t\"}}|VALUE_OUT_OF_RANGE",
                "{\"table\":\"bad\",\"schema\":SCHEMA,\"parts\":2}|UNKNOWN_FIELD"
            })
    void shouldCreateNoTableOfWhatIsWrong(String body, String code) {
        api.post("/tables", body.replace("SCHEMA", SCHEMA)).refused(400, code);
        assertThat(api.get("/tables/bad").status()).isEqualTo(404);
    }

    @Test
    void shouldPublishTheViewOfATable() {
        JsonNode published = api.post("/tables/t/view", "{\"rebuild\":true}").ok();

        assertThat(names(published))
                .containsExactly("table", "metadata", "listed", "version", "slot", "snapshots", "files", "leftOut");
        api.post("/tables/t/view", "{\"rebuild\":\"yes\"}").refused(400, "WRONG_TYPE");
        api.post("/tables/none/view", "{}").refused(404, "UNKNOWN_TABLE");
    }

    /** Puts a message on a queue that nobody can act on. @return its letter, when it is one */
    private static JsonNode refusedMessage(String text) throws IOException {
        LocalEndpoints endpoints = LocalEndpoints.read(home.localJson()).orElseThrow();
        ObjectNode message = StoredJson.object()
                .put("QueueUrl", endpoints.queueUrl(JobQueue.STANDARD))
                .put("MessageBody", text);
        JsonNode sent = new AwsJsonClient(URI.create(endpoints.sqs()), "AmazonSQS").call("SendMessage", message);
        assertThat(sent.has("MessageId")).isTrue();
        Optional<JsonNode> letter = Optional.empty();
        while (letter.isEmpty()) {
            letter = letters().stream()
                    .filter(found -> found.get("body").textValue().equals(text))
                    .findAny();
        }
        return letter.get();
    }

    private static List<JsonNode> letters() {
        List<JsonNode> letters = new ArrayList<>();
        api.get("/dead-letters").ok().get("deadLetters").forEach(letters::add);
        return letters;
    }

    @Test
    void shouldKeepALetterThatIsNoJobAndDeleteIt() throws IOException {
        // Given
        JsonNode letter = refusedMessage("no document");
        String body = "{\"messageIds\":[\"" + letter.get("messageId").textValue() + "\"]}";
        // When
        JsonNode redriven = api.post("/dead-letters/redrive", body).ok();
        JsonNode deleted = api.post("/dead-letters/delete", body).ok();
        // Then
        assertThat(names(letter)).containsExactly("queue", "messageId", "body", "reason", "masked");
        assertThat(names(redriven)).containsExactly("redriven", "kept", "stillThere");
        assertThat(redriven.get("kept")).containsExactly(letter);
        assertThat(redriven.get("redriven")).isEmpty();
        assertThat(names(deleted)).containsExactly("deleted", "stillThere");
        assertThat(deleted.get("deleted")).containsExactly(letter);
        api.post("/dead-letters/delete", body).refused(404, "UNKNOWN_MESSAGE");
    }

    @Test
    void shouldListAsManyLettersAsAreAskedForAndSayThatThereAreMore() throws IOException {
        // Given
        JsonNode first = refusedMessage("one of two");
        JsonNode second = refusedMessage("two of two");
        // When
        JsonNode one = api.get("/dead-letters?last=1").ok();
        JsonNode all = api.get("/dead-letters").ok();
        // Then
        assertThat(names(one)).containsExactly("deadLetters", "more");
        assertThat(one.get("deadLetters")).hasSize(1);
        assertThat(one.get("more").booleanValue()).isTrue();
        assertThat(all.get("deadLetters")).contains(first, second);
        assertThat(all.get("more").booleanValue()).isFalse();
        api.get("/dead-letters?last=0").refused(400, "VALUE_OUT_OF_RANGE");
    }

    @Test
    void shouldFindALetterHoweverManyLookAtTheSameTime() throws Exception {
        // Given a page that looks at the letters again and again
        JsonNode letter = refusedMessage("looked at");
        String body = "{\"messageIds\":[\"" + letter.get("messageId").textValue() + "\"]}";
        AtomicBoolean looks = new AtomicBoolean(true);
        Thread page = new Thread(() -> {
            while (looks.get()) {
                assertThat(letters()).isNotNull();
            }
        });
        page.start();
        // When / Then
        for (int i = 0; i < 20; i++) {
            assertThat(api.post("/dead-letters/redrive", body).ok().get("kept")).hasSize(1);
        }
        looks.set(false);
        page.join();
    }

    @Test
    void shouldNotTakeNoLetterForAll() throws IOException {
        JsonNode letter = refusedMessage("not named");

        for (String action : List.of("redrive", "delete")) {
            JsonNode none =
                    api.post("/dead-letters/" + action, "{\"messageIds\":[]}").ok();
            assertThat(none).allSatisfy(letters -> assertThat(letters).isEmpty());
        }
        assertThat(letters()).contains(letter);
    }

    @Test
    void shouldRefuseLettersThatAreNone() {
        for (String action : List.of("redrive", "delete")) {
            api.post("/dead-letters/" + action, "{}").refused(400, "MISSING_FIELD");
            api.post("/dead-letters/" + action, "{\"messageIds\":\"a\"}").refused(400, "WRONG_TYPE");
            api.post("/dead-letters/" + action, "{\"messageIds\":[\"none\"]}").refused(404, "UNKNOWN_MESSAGE");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/jobs|{}|400|MISSING_FIELD",
                "/jobs|{\"document\":[]}|400|WRONG_TYPE",
                "/jobs|{\"document\":\"no json\"}|400|MALFORMED_JSON",
                "/jobs|{\"document\":{},\"queue\":\"none\"}|400|MISSING_FIELD",
                "/jobs|{\"document\":{\"id\":\"a b\",\"tableName\":\"t\",\"files\":[\"a/b\"]}}|400|BAD_ID",
                "/jobs|{\"document\":{\"tableName\":\"t\",\"files\":[\"a/b\"]},\"queue\":\"none\"}|400|VALUE_OUT_OF_RANGE",
                "/jobs?queue=emr|{\"document\":{}}|400|UNKNOWN_FIELD",
                "/jobs/none/retry|{}|404|UNKNOWN_JOB",
                "/jobs/none/abort|{}|404|UNKNOWN_JOB",
                "/jobs/t/retry|{\"attempt\":0}|400|VALUE_OUT_OF_RANGE",
                "/jobs/t/retry|{\"attempt\":\"1\"}|400|WRONG_TYPE",
                "/jobs/t/retry|{\"atempt\":1}|400|UNKNOWN_FIELD",
                "/jobs/t/retry|{\"attempt\":1}|409|WRONG_STATUS",
                "/plan|{}|400|MISSING_FIELD",
                "/check|{\"file\":\"\",\"table\":\"t\"}|400|FILE_NOT_FOUND",
                "/check|{\"file\":\"\\u0001\",\"table\":\"t\"}|400|FILE_NOT_FOUND",
                "/tables/none/fields|{\"field\":{\"name\":\"w\",\"type\":\"string\",\"nullable\":true}}|404|UNKNOWN_TABLE",
                "/tables/t/fields|{\"field\":\"w\"}|400|WRONG_TYPE",
                "/tables/t/fields|{\"field\":{\"name\":\"w\",\"type\":\"string\"}}|400|VALUE_OUT_OF_RANGE",
                "/tables/none/drop|{}|404|UNKNOWN_TABLE",
                "/tables/t/drop|{\"sure\":true}|400|UNKNOWN_FIELD",
                "/executions/none/redrive|{}|404|UNKNOWN_ADDRESS",
                "/nothing|{}|404|UNKNOWN_ADDRESS",
                "/tables/t|{}|404|UNKNOWN_ADDRESS"
            })
    void shouldRefuseWhatCannotBeDone(String path, String body, int status, String code) {
        api.post(path, body).refused(status, code);
    }

    @Test
    void shouldRedriveAnExecutionThatFailedAndNoOther() {
        String done = api.get("/jobs/t").ok().at("/attempts/0/executionArn").textValue();

        api.post("/executions/" + ServedApi.encoded(done) + "/redrive", "{}").refused(409, "WRONG_STATUS");
    }
}
