package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.verification.deployed.CommandRun;
import sleeper.verification.deployed.DeployedStandIn;

/**
 * Calls of every address.
 *
 * @param environment in which a command reaches the instance
 * @param folder      where a command's files are put
 */
record ApiStory(
        ApiProgram program,
        DeployedStandIn deployed,
        Instance instance,
        Hold hold,
        Map<String, String> environment,
        Path folder) {
    private static final String SCHEMA = """
            {"rowKeyFields": [{"name": "key", "type": "string"}],
             "sortKeyFields": [{"name": "timestamp", "type": "long"}],
             "valueFields": [{"name": "value", "type": "string"}]}
            """;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    void play() throws Exception {
        tables();
        jobs();
        executions();
        letters();
        views();
        JsonNode unused = program.post("/tables/events/drop", "{}");
    }

    private String uploads() {
        return new InstanceNames(deployed.id()).bucket("uploads");
    }

    private void tables() throws IOException {
        var unused = List.of(
                program.get("/instance"),
                program.post(
                        "/tables", "{\"table\": \"events\", \"schema\": " + SCHEMA + ", \"splitPoints\": [\"n\"]}"),
                program.post(
                        "/tables",
                        "{\"table\": \"sampled\", \"schema\": " + SCHEMA + ", \"sample\": {\"path\": \"" + uploads()
                                + "/sample-1/part-0.parquet\", \"partitions\": 4}}"),
                program.post(
                        "/tables/sampled/fields",
                        "{\"field\": {\"name\": \"more\", \"type\": \"long\", \"nullable\": true}}"),
                program.post(
                        "/tables",
                        "{\"table\": \"large\", \"schema\": " + SCHEMA + ", \"splitPoints\": " + manyPoints() + "}"),
                program.get("/tables"),
                program.get("/tables/events"),
                program.get("/tables/events/map"),
                program.post(
                        "/check", "{\"file\": \"" + uploads() + "/load-1/part-0.parquet\", \"table\": \"events\"}"));
        deployed.run()
                .instance()
                .properties()
                .putOfTable(
                        new TableName("events"),
                        Map.of(
                                "sleeper.table.allowed.sources",
                                deployed.run().instance().inputBucket()));
    }

    /** More than an entry of a log holds itself. */
    private static String manyPoints() {
        return IntStream.range(10_000, 30_000)
                .mapToObj(point -> "\"k" + point + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String document(String id, String file) {
        return "{\"document\": {\"id\": \"" + id + "\", \"tableName\": \"events\", \"files\": [\"" + file + "\"]}}";
    }

    private String input(String file) {
        return deployed.run().instance().inputBucket() + "/" + file;
    }

    private void jobs() throws IOException, InterruptedException {
        var unusedPlan = program.post("/plan", document("load-1", uploads() + "/load-1"));
        var unusedInput = program.post("/plan", document("plan-1", input("in")));
        var unusedSent = program.post("/jobs", document("load-1", uploads() + "/load-1"));
        await("load-1", "COMMITTED");
        var unusedLost = program.post("/jobs", document("lost-1", input("lost.parquet")));
        await("lost-1", "REJECTED");
        var unused = List.of(
                program.post("/jobs", document("load-1", input("in")), 409),
                program.get("/jobs", "table", "events", "status", "COMMITTED", "last", "5"),
                program.get("/jobs/load-1/graph"),
                program.get("/jobs/load-1/events"),
                program.get("/jobs/load-1/log"),
                program.get("/tables/events/rows", "last", "10"),
                program.get("/tables/events/files"),
                program.get("/tables/events/commits"),
                program.get("/tables/events/split", "partitions", "4"),
                program.post("/jobs/lost-1/retry", "{}"));
        await("lost-1", "REJECTED");
        var unusedHeld = program.post("/jobs", document("held-1", uploads() + "/held-1"));
        hold.awaitAsked();
        JsonNode unusedStop = program.post("/jobs/held-1/abort", "{\"attempt\": 1}");
        hold.letGo();
        await("held-1", "ABORTED");
        prepared();
        for (JobQueue queue : JobQueue.values()) {
            String id = "lost-" + queue.word();
            JsonNode unusedOf = program.post(
                    "/jobs",
                    document(id, input("lost.parquet")).replaceFirst("\\{", "{\"queue\": \"" + queue.word() + "\", "));
            await(id, "REJECTED");
        }
    }

    /** A job that an engine of the user's own runs has no execution, and is given up by the function itself. */
    private void prepared() throws IOException {
        Files.writeString(
                folder.resolve("own.json"),
                "{\"id\": \"own-1\", \"tableName\": \"events\", \"files\": [\"" + input("in") + "\"]}");
        CommandRun unusedRun = CommandRun.of(environment, folder, "prepare own.json --instance " + deployed.id())
                .done();
        JsonNode unused = program.post("/jobs/own-1/abort", "{\"attempt\": 1}");
        assertThat(program.look("/jobs/own-1").at("/body/status").asText()).isEqualTo("ABORTED");
    }

    private void await(String job, String status) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        JsonNode last = program.look("/jobs/" + job);
        while (!last.at("/body/status").asText().equals(status)) {
            assertThat(Instant.now()).as(last.toString()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(100);
            last = program.look("/jobs/" + job);
        }
    }

    private void executions() {
        JsonNode unusedMachines = program.get("/machines");
        execution("ingest-job", ":lost-1-a1");
        execution("reap-job", "");
        JsonNode unusedMaintained = program.get("/executions", "machine", "maintain-table");
    }

    private void execution(String machine, String end) {
        String arn = program
                .get("/executions", "machine", machine, "last", "50")
                .path("executions")
                .findValuesAsText("executionArn")
                .stream()
                .filter(found -> found.endsWith(end))
                .findFirst()
                .orElseThrow();
        String path = "/executions/" + ApiProgram.encoded(arn);
        boolean redrivable = program.get(path).path("redrivable").asBoolean();
        var unused =
                List.of(program.get(path + "/events"), program.post(path + "/redrive", "{}", redrivable ? 200 : 409));
    }

    private void letters() {
        try (OpenQueues queues = instance.openQueues()) {
            for (JobQueue queue : JobQueue.values()) {
                queues.deadLetters().add(queue, "m1-" + queue.word(), "{ no job of " + queue.word(), "It is no job.");
                String body = "{\"id\": \"again-" + queue.word()
                        + "\", \"tableName\": \"none\", \"files\": [\"a/b.parquet\"]}";
                queues.deadLetters().add(queue, "m2-" + queue.word(), body, "It was received too often.");
            }
        }
        JsonNode letters = program.get("/dead-letters").path("deadLetters");
        assertThat(letters).hasSize(2 * JobQueue.values().length);
        for (String address : List.of("delete", "redrive")) {
            String prefix = address.equals("delete") ? "m1-" : "m2-";
            String ids = letters.findValuesAsText("messageId").stream()
                    .filter(id -> id.startsWith(prefix))
                    .map(id -> "\"" + id + "\"")
                    .collect(Collectors.joining(",", "[", "]"));
            JsonNode unused = program.post("/dead-letters/" + address, "{\"messageIds\": " + ids + "}");
        }
    }

    private void views() {
        var unused = List.of(
                program.post("/tables/events/view", "{}"),
                program.post("/tables/events/view", "{\"rebuild\": true}"),
                program.get("/tables/events/snapshots"));
    }
}
