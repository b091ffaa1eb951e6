package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.cli.ServedApi.encoded;
import static sleeper.cli.ServedApi.names;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.local.run.LocalHome;

/**
 * What the API says of a home whose table {@code t} has 4 partitions and 20,000 rows: job {@code t} loaded them, {@code lost} was rejected,
 * {@code torn} failed at a damaged file. The names of the answers' fields are what clients rely on.
 */
@Timeout(300)
class ApiIT {
    @TempDir
    static Path folder;

    static Cli cli;
    static ServedApi api;

    @BeforeAll
    static void load() throws IOException {
        cli = new Cli(folder);
        cli.file(".sleeper/instance.properties", "sleeper.upload.bucket=uploads\n");
        api = ServedApi.start(cli.home());
        Cli.Result demo = cli.run("demo", "--rows", "20000", "--partitions", "4", "--name", "t", "--json");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        Path buckets = new LocalHome(cli.home()).buckets();
        Path torn = Files.createDirectories(buckets.resolve("broken")).resolve("torn.parquet");
        byte[] bytes = Files.readAllBytes(buckets.resolve("demo/t/part-0.parquet"));
        for (int i = bytes.length / 2; i < bytes.length / 2 + 64; i++) {
            bytes[i] ^= 0x55;
        }
        Files.write(torn, bytes);
        send("lost", "demo/none.parquet");
        send("torn", "broken/torn.parquet");
        assertThat(api.await("lost", "REJECTED")).isNotNull();
        assertThat(api.await("torn", "FAILED")).isNotNull();
    }

    @AfterAll
    static void end() {
        api.close();
    }

    private static void send(String id, String file) {
        api.post("/jobs", "{\"document\":{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"" + file + "\"]}}")
                .ok();
    }

    @Test
    void shouldSayWhatTheInstanceIs() {
        JsonNode instance = api.get("/instance").ok();

        assertThat(names(instance))
                .containsExactly(
                        "place",
                        "kind",
                        "id",
                        "region",
                        "served",
                        "version",
                        "platforms",
                        "queues",
                        "uploadBucket",
                        "endpoints",
                        "iceberg");
        assertThat(names(instance.get("iceberg"))).containsExactly("catalog", "uri");
        assertThat(instance.get("kind").textValue()).isEqualTo("embedded");
        assertThat(instance.get("served").booleanValue()).isTrue();
        assertThat(instance.get("uploadBucket").textValue()).isEqualTo("uploads");
        assertThat(names(instance.get("endpoints"))).containsExactlyInAnyOrder("stepfunctions", "sqs", "s3", "iceberg");
        assertThat(instance.toString()).doesNotContain(api.token());
    }

    @Test
    void shouldListJobsTheLatestFirst() {
        JsonNode list = api.get("/jobs?last=2").ok();

        assertThat(names(list)).containsExactly("jobs", "next", "waitingMessages", "served");
        assertThat(list.get("served").booleanValue()).isTrue();
        assertThat(names(list.at("/jobs/0")))
                .containsExactly(
                        "jobId", "status", "table", "platform", "attempt", "rows", "files", "received", "waiting");
        assertThat(list.get("jobs").findValuesAsText("jobId")).containsExactly("torn", "lost");
    }

    @Test
    void shouldPageThroughJobsByTheLastOfThePageBefore() {
        List<String> read = new ArrayList<>();
        JsonNode page = api.get("/jobs?last=1").ok();
        while (!page.get("jobs").isEmpty()) {
            read.addAll(page.get("jobs").findValuesAsText("jobId"));
            page = api.get("/jobs?last=1&after=" + page.get("next").textValue()).ok();
            assertThat(page.has("waitingMessages")).isFalse();
        }

        assertThat(read).containsExactly("torn", "lost", "t");
        assertThat(page.has("next")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=COMMITTED|t",
                "status=rejected,FAILED|torn lost",
                "status=FAILED&after=torn|''",
                "status=FAILED&after=lost|''",
                "status=COMMITTED,FAILED&after=torn&last=1|t",
                "table=t&since=1d|torn lost t",
                "table=other|''",
                "since=2999-01-01|''"
            })
    void shouldListTheJobsThatAreMeant(String query, String ids) {
        assertThat(String.join(" ", api.get("/jobs?" + query).ok().get("jobs").findValuesAsText("jobId")))
                .isEqualTo(ids);
    }

    @Test
    void shouldShowACommittedJob() {
        JsonNode job = api.get("/jobs/t").ok();

        assertThat(names(job))
                .containsExactly(
                        "jobId",
                        "status",
                        "table",
                        "platform",
                        "attempts",
                        "rows",
                        "files",
                        "created",
                        "tornDown",
                        "unknown",
                        "queue",
                        "messageId",
                        "received",
                        "slot",
                        "incarnation",
                        "history",
                        "faults",
                        "document");
        assertThat(names(job.at("/attempts/0")))
                .contains(
                        "attempt",
                        "status",
                        "executionArn",
                        "statesVisited",
                        "faults",
                        "rows",
                        "files",
                        "asked",
                        "ended",
                        "created",
                        "tornDown",
                        "unknown",
                        "platform",
                        "reasons",
                        "inputs");
        assertThat(job.get("rows").longValue()).isEqualTo(20_000);
        assertThat(job.get("faults")).isEmpty();
        assertThat(job.at("/document/tableName").textValue()).isEqualTo("t");
        assertThat(job.get("incarnation"))
                .isEqualTo(api.get("/tables/t?last=0").ok().get("incarnation"));
    }

    @Test
    void shouldLeaveOutTheFilesOfAJobWhereTheyAreNotWanted() {
        JsonNode whole = api.get("/jobs/t").ok();
        JsonNode without = api.get("/jobs/t?inputs=none").ok();

        assertThat(whole.at("/attempts/0/inputs")).isNotEmpty();
        for (JsonNode attempt : whole.withArray("attempts")) {
            ((ObjectNode) attempt).remove("inputs");
        }
        assertThat(without).isEqualTo(whole);
    }

    @Test
    void shouldShowWhyAJobWasRejectedOrFailed() {
        JsonNode lost = api.get("/jobs/lost").ok();
        JsonNode torn = api.get("/jobs/torn").ok();

        assertThat(lost.get("faults").findValuesAsText("code")).containsExactly("FILE_NOT_FOUND");
        assertThat(names(lost.at("/faults/0"))).contains("code", "where", "found", "allowed", "action");
        assertThat(lost.at("/error/code").textValue()).isEqualTo("FILE_NOT_FOUND");
        assertThat(torn.at("/faults/0/code").textValue()).isEqualTo("CORRUPT_FILE");
        assertThat(torn.get("faults")).isEqualTo(torn.at("/attempts/0/faults"));
        assertThat(torn.has("progress")).isFalse();
    }

    @Test
    void shouldShowAnAttemptAsAGraphAndAsEvents() {
        JsonNode graph = api.get("/jobs/t/graph").ok();
        JsonNode events = api.get("/jobs/t/events?last=2").ok();

        assertThat(names(graph)).contains("attempt", "executionArn", "status", "machine", "visits", "transitions");
        assertThat(api.get("/jobs/t/graph?attempt=1").ok()).isEqualTo(graph);
        assertThat(names(events)).containsExactly("events", "next");
        assertThat(names(events.at("/events/0"))).containsExactly("id", "previousId", "at", "type", "state", "details");
        assertThat(events.at("/events/0/type").textValue()).isEqualTo("ExecutionStarted");
        assertThat(api.get("/jobs/t/events?after=" + events.get("next").asLong() + "&last=1")
                        .ok()
                        .at("/events/0/id")
                        .longValue())
                .isEqualTo(3);
    }

    @Test
    void shouldShowTheLogOfATask() {
        JsonNode log = api.get("/jobs/t/log").ok();

        assertThat(names(log)).containsExactly("lines");
        assertThat(log.get("lines")).isNotEmpty();
        assertThat(api.get("/jobs/t/log?last=1").ok().get("lines")).hasSize(1);
        assertThat(api.get("/jobs/lost/log").ok().get("lines")).isEmpty();
    }

    @Test
    void shouldListAndShowExecutions() {
        JsonNode machines = api.get("/machines").ok();
        JsonNode list = api.get("/executions?last=1").ok();
        String arn = list.at("/executions/0/executionArn").textValue();
        JsonNode shown = api.get("/executions/" + encoded(arn)).ok();

        assertThat(machines.get("machines").findValuesAsText("name"))
                .containsExactlyInAnyOrder("ingest-job", "maintain-table", "reap-job");
        assertThat(names(machines.at("/machines/0"))).containsExactly("name", "arn");
        assertThat(names(list)).containsExactly("executions", "next");
        assertThat(names(list.at("/executions/0")))
                .containsExactly("executionArn", "name", "machine", "status", "started", "ended");
        assertThat(list.get("next").textValue()).isEqualTo(arn);
        assertThat(names(shown))
                .containsExactly(
                        "executionArn",
                        "name",
                        "machine",
                        "status",
                        "started",
                        "ended",
                        "input",
                        "output",
                        "error",
                        "cause",
                        "redrivable",
                        "graph");
        assertThat(shown.get("machine").textValue()).isEqualTo("ingest-job");
        assertThat(names(api.get("/executions/" + encoded(arn) + "/events?last=1")
                        .ok()))
                .containsExactly("events", "next");
        assertThat(api.get("/executions?machine=ingest-job&last=10&after=" + encoded(arn))
                        .ok()
                        .get("executions")
                        .findValuesAsText("executionArn"))
                .hasSize(2)
                .doesNotContain(arn);
        assertThat(api.get("/executions?machine=none").ok().get("executions")).isEmpty();
    }

    @Test
    void shouldListAndShowTables() {
        JsonNode list = api.get("/tables").ok();
        JsonNode table = api.get("/tables/t").ok();

        assertThat(names(list.at("/tables/0"))).containsExactly("table", "partitions", "files", "rows", "bytes");
        assertThat(names(table))
                .containsExactly(
                        "table",
                        "partitions",
                        "files",
                        "rows",
                        "bytes",
                        "incarnation",
                        "slot",
                        "schema",
                        "notInIcebergView",
                        "properties",
                        "leaves");
        assertThat(table.get("leaves")).hasSize(4);
        assertThat(api.get("/tables/t?last=3").ok().get("leaves")).hasSize(3);
        assertThat(api.get("/tables/t?last=0").ok().get("leaves")).isEmpty();
        assertThat(names(table.at("/leaves/0"))).containsExactly("id", "region", "files", "rows", "bytes");
    }

    @Test
    void shouldShowWhatATableConsistsOf() {
        String leaf = api.get("/tables/t").ok().at("/leaves/0/id").textValue();
        JsonNode files = api.get("/tables/t/files?last=1").ok();
        JsonNode commits = api.get("/tables/t/commits").ok();

        assertThat(names(files)).containsExactly("files", "next");
        assertThat(names(files.at("/files/0"))).containsExactly("file", "job", "rows", "bytes", "region");
        assertThat(api.get("/tables/t/files?after=" + encoded(files.get("next").textValue()))
                        .ok()
                        .get("files"))
                .hasSize(3);
        assertThat(api.get("/tables/t/files?leaf=" + encoded(leaf)).ok().get("files"))
                .hasSize(1);
        assertThat(names(commits)).containsExactly("total", "commits");
        assertThat(names(commits.at("/commits/0")))
                .containsExactly("slot", "kind", "at", "job", "attempt", "rows", "files");
        assertThat(api.get("/tables/t/map").ok().toString())
                .isEqualTo(cli.run("table", "describe", "t", "--map", "--json")
                        .json()
                        .path("map")
                        .toString());
        assertThat(names(api.get("/tables/t/split?partitions=2").ok())).containsExactly("before", "after");
        assertThat(api.get("/tables/t/split?partitions=2").ok().at("/after/leaves"))
                .hasSize(2);
    }

    @Test
    void shouldShowRowsOfARangeOfKeys() {
        JsonNode page = api.get("/tables/t/rows?last=2").ok();
        String key = page.at("/rows/0")
                .path(api.get("/tables/t")
                        .ok()
                        .at("/schema/rowKeyFields/0/name")
                        .textValue())
                .asText();
        JsonNode one = api.get("/tables/t/rows?key=" + encoded(key)).ok();

        assertThat(names(page)).containsExactly("rows", "complete", "skipped");
        assertThat(page.get("rows")).hasSize(2);
        assertThat(page.get("complete").booleanValue()).isFalse();
        assertThat(one.get("complete").booleanValue()).isTrue();
        assertThat(one.at("/rows/0")).isEqualTo(page.at("/rows/0"));
        assertThat(one.get("skipped").textValue()).contains("file");
        assertThat(api.get("/tables/t/rows?key=").ok().get("rows"))
                .as("rows of the empty key, of which there are none")
                .isEmpty();
    }

    @Test
    void shouldListSnapshotsOfAView() {
        JsonNode snapshots = api.get("/tables/t/snapshots").ok().get("snapshots");

        assertThat(snapshots).isNotEmpty();
        assertThat(names(snapshots.get(0))).containsExactly("id", "at", "operation", "summary");
    }

    @Test
    void shouldListMailsAndShowOne() {
        JsonNode mails = api.get("/mails").ok().get("mails");
        String name = mails.at("/0/name").textValue();

        assertThat(names(mails.get(0))).containsExactly("name", "at", "subject");
        assertThat(mails.findValuesAsText("name")).anyMatch(mail -> mail.endsWith("-torn"));
        assertThat(names(api.get("/mails/" + name).ok())).containsExactly("name", "at", "subject", "text");
        assertThat(api.get("/mails?last=1").ok().get("mails")).hasSize(1);
        api.get("/mails/..%2F..%2Flocal").refused(404, "UNKNOWN_ADDRESS");
        api.get("/mails/none").refused(404, "UNKNOWN_ADDRESS");
        api.get("/mails/a%00b").refused(404, "UNKNOWN_ADDRESS");
    }

    @Test
    void shouldLookAfterTheInstance() {
        assertThat(names(api.get("/clusters").ok())).containsExactly("servicesRun", "resources", "endedLeftOut");
        JsonNode doctor = api.get("/doctor").ok();
        assertThat(names(doctor)).containsExactly("ok", "checks");
        assertThat(names(doctor.at("/checks/0"))).containsExactly("name", "state", "found", "advice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/jobs/none|404|UNKNOWN_JOB",
                "/jobs/none/graph|404|UNKNOWN_JOB",
                "/jobs/none/events|404|UNKNOWN_JOB",
                "/jobs/none/log|404|UNKNOWN_JOB",
                "/jobs/t?inputs=some|400|VALUE_OUT_OF_RANGE",
                "/jobs/..%2F..%2Fx|404|UNKNOWN_JOB",
                "/jobs/%3Cb%3E|404|UNKNOWN_JOB",
                "/jobs?after=none|404|UNKNOWN_JOB",
                "/jobs?status=GONE|400|VALUE_OUT_OF_RANGE",
                "/jobs?since=soon|400|VALUE_OUT_OF_RANGE",
                "/jobs?last=501|400|VALUE_OUT_OF_RANGE",
                "/jobs?lst=1|400|UNKNOWN_FIELD",
                "/jobs?lst|400|UNKNOWN_FIELD",
                "/tables/t?last=-1|400|VALUE_OUT_OF_RANGE",
                "/jobs/t/graph?attempt=2|400|VALUE_OUT_OF_RANGE",
                "/jobs/t/events?attempt=0|400|VALUE_OUT_OF_RANGE",
                "/jobs/t/events?after=-1|400|VALUE_OUT_OF_RANGE",
                "/tables/none|404|UNKNOWN_TABLE",
                "/tables/..%2Fx|404|UNKNOWN_TABLE",
                "/tables/none/map|404|UNKNOWN_TABLE",
                "/tables/none/files|404|UNKNOWN_TABLE",
                "/tables/none/commits|404|UNKNOWN_TABLE",
                "/tables/none/rows|404|UNKNOWN_TABLE",
                "/tables/none/snapshots|404|UNKNOWN_TABLE",
                "/tables/none/split|404|UNKNOWN_TABLE",
                "/tables/t/files?leaf=none|400|VALUE_OUT_OF_RANGE",
                "/tables/t/rows?to=b|400|MISSING_FIELD",
                "/tables/t/rows?to=|400|MISSING_FIELD",
                "/tables/t/rows?key=b&to=a|400|VALUE_OUT_OF_RANGE",
                "/tables/t/split?partitions=0|400|VALUE_OUT_OF_RANGE",
                "/executions/none|404|UNKNOWN_ADDRESS",
                "/executions/none/events|404|UNKNOWN_ADDRESS",
                "/executions?status=GONE|400|VALUE_OUT_OF_RANGE",
                "/nothing|404|UNKNOWN_ADDRESS"
            })
    void shouldTellWhatIsNotThereOrNotUnderstood(String path, int status, String code) {
        api.get(path).refused(status, code);
    }
}
