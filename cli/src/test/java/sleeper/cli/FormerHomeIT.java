package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;

/** A home that an earlier version wrote: its README says what is in it. */
@Timeout(120)
class FormerHomeIT {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TableName ORDERS = new TableName("orders");
    private static final int ROWS = 195;
    private static final int ROWS_OF_THE_OPEN_JOB = 25;

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void open() throws IOException {
        cli = new Cli(folder);
        unpack("2026-11.zip", cli);
    }

    static void unpack(String name, Cli cli) throws IOException {
        try (InputStream archive = FormerHomeIT.class.getResourceAsStream("/homes/" + name);
                ZipInputStream entries = new ZipInputStream(archive)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = cli.home().resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                    Files.setLastModifiedTime(target, FileTime.fromMillis(entry.getTime()));
                }
            }
        }
    }

    private Map<String, String> statusOfJobs() {
        Map<String, String> found = new TreeMap<>();
        cli.run("jobs", "--json")
                .json()
                .get("jobs")
                .forEach(job -> found.put(
                        job.get("jobId").textValue(), job.get("status").textValue()));
        return found;
    }

    private JobView job(String id) {
        InstanceStores instance = cli.instance();
        return new JobHistory(instance.jobs(), instance.tables())
                .find(new JobId(id))
                .orElseThrow();
    }

    @Test
    void shouldReadTheTableItsLogAndItsSnapshots() {
        // When
        JsonNode verified = cli.run("verify", "orders", "--json").json();
        Cli.Result scanned = cli.run("scan", "orders", "--json", "--limit", "1000");
        // Then
        assertThat(verified.get("ok").booleanValue()).as(verified.toString()).isTrue();
        assertThat(verified.get("rows").intValue()).isEqualTo(ROWS);
        assertThat(verified.get("files").intValue()).isEqualTo(23);
        assertThat(verified.get("slots").intValue()).isEqualTo(11);
        assertThat(scanned.jsonLines()).hasSize(ROWS);
        assertThat(cli.run("verify", "gone", "--json").faultCodes()).containsExactly("UNKNOWN_TABLE");
    }

    @Test
    void shouldReadWhereEachJobStandsAndWhy() {
        // Then
        assertThat(statusOfJobs())
                .containsExactly(
                        Map.entry("aborted-1", "ABORTED"),
                        Map.entry("failed-1", "FAILED"),
                        Map.entry("load-1", "COMMITTED"),
                        Map.entry("load-2", "COMMITTED"),
                        Map.entry("load-3", "COMMITTED"),
                        Map.entry("load-4", "COMMITTED"),
                        Map.entry("load-5", "COMMITTED"),
                        Map.entry("refused-1", "REJECTED"),
                        Map.entry("running-1", "COMMITTED"),
                        Map.entry("running-2", "RUNNING"));
        assertThat(job("failed-1").attempts())
                .hasSize(3)
                .allSatisfy(attempt -> assertThat(attempt.faults())
                        .singleElement()
                        .satisfies(fault -> assertThat(fault.message())
                                .startsWith("NULL_VALUE at in/null-key.parquet, row group 2, column 'key'")));
        assertThat(job("refused-1").attempts().get(0).faults())
                .extracting(fault -> fault.code().name() + " " + fault.where())
                .containsExactlyInAnyOrder(
                        "FILE_NOT_FOUND files[1]",
                        "SCHEMA_MISMATCH in/other-columns.parquet, column 'timestamp'",
                        "SCHEMA_MISMATCH in/other-columns.parquet, column 'value'",
                        "SCHEMA_MISMATCH in/other-columns.parquet, column 'other'");
        assertThat(job("load-1").history()).hasSize(1);
    }

    @Test
    void shouldListTheLatestJobsAndReadNoOthers() throws IOException {
        // Given a home whose jobs were listed before, and a job among the first whose record cannot be read since
        List<String> all = idsOfJobs(cli.run("jobs", "--json"));
        Files.writeString(cli.home().resolve("jobs/documents").resolve(all.get(all.size() - 1)), "damaged");
        // When / Then
        assertThat(cli.run("jobs", "--json").faultCodes()).containsExactly("DATA_CORRUPT");
        assertThat(idsOfJobs(cli.run("jobs", "--last", "3", "--json"))).isEqualTo(all.subList(0, 3));
    }

    @Test
    void shouldListTheJobsThatAreMeant() {
        // Given
        String timeOfFailed = job("failed-1").job().receivedAt().toString();
        List<String> all = idsOfJobs(cli.run("jobs", "--json"));
        // When / Then
        assertThat(idsOfJobs(cli.run("jobs", "--status", "failed,REJECTED", "--json")))
                .containsExactlyInAnyOrder("failed-1", "refused-1")
                .isSubsetOf(all);
        assertThat(idsOfJobs(cli.run("jobs", "--status", "committed", "--last", "2", "--json")))
                .containsExactly(all.stream()
                        .filter(id -> id.startsWith("load") || id.equals("running-1"))
                        .limit(2)
                        .toArray(String[]::new));
        assertThat(idsOfJobs(cli.run("jobs", "--table", "gone", "--json"))).isEmpty();
        assertThat(idsOfJobs(cli.run("jobs", "--since", timeOfFailed, "--json")))
                .isEqualTo(all.subList(0, all.indexOf("failed-1") + 1));
        assertThat(idsOfJobs(cli.run("jobs", "--since", "2026-01-01", "--json")))
                .isEqualTo(all);
        assertThat(cli.run("jobs", "--since", "1m").out())
                .isEqualTo("No job at " + cli.home() + " matches these options." + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--last 0 | --last is 0; the least is 1.",
                "--since noon | --since is 'noon'; allowed: 30m, 2h, 3d or 1w ago, a day (2026-01-31, in UTC), or a time",
                "--status done | expected one of [ACCEPTED, RUNNING, COMMITTED, REJECTED, FAILED, ABORTED]",
                "load-1 --last 3 | --status, --table, --since and --last are for the list of jobs",
                "load-1 --table t | --status, --table, --since and --last are for the list of jobs"
            })
    void shouldSayWhichJobsCanBeListed(String arguments, String message) {
        // When
        Cli.Result refused = cli.run(("jobs " + arguments).split(" "));
        // Then
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(message);
    }

    private static List<String> idsOfJobs(Cli.Result listed) {
        return listed.json().get("jobs").findValuesAsText("jobId");
    }

    @Test
    void shouldReadEachPlanManifestAndProperty() {
        // Given
        InstanceStores instance = cli.instance();
        // When
        List<JobPlan> plans = Stream.concat(
                        IntStream.rangeClosed(1, 5).mapToObj(number -> "load-" + number),
                        Stream.of("failed-1", "aborted-1", "running-1", "running-2"))
                .map(id -> instance.jobs().plan(new AttemptId(new JobId(id), 1)).orElseThrow())
                .toList();
        // Then
        assertThat(plans).allSatisfy(plan -> assertThat(plan.table()).isEqualTo(ORDERS));
        assertThat(instance.jobs().manifest(new AttemptId(new JobId("running-1"), 1)))
                .hasValueSatisfying(manifest -> assertThat(manifest.rowCount()).isEqualTo(ROWS_OF_THE_OPEN_JOB));
        assertThat(new CheckedSettings(instance).ofInstance().get(InstanceSettings.NOTIFY_SUCCESS))
                .isTrue();
        assertThat(instance.tableProperties(ORDERS)).containsExactly(Map.entry("sleeper.table.max.file.rows", "1000"));
    }

    @Test
    void shouldReadTheDeadLetter() {
        // When
        JsonNode letters = cli.run("dead-letters", "--json").json();
        // Then
        assertThat(letters.toString()).contains("\\\"cut-off\\\"").contains("MALFORMED_JSON");
    }

    @Test
    void shouldBringTheExecutionThatRanToItsEnd() throws IOException {
        // Given
        pinAnew("running-2.1");
        beginAnHourAgo(cli, "running-2-a1");
        // When
        Cli.Result watched = cli.run("watch", "running-2", "--json");
        // Then
        assertThat(watched.exitCode()).as(watched.err() + watched.out()).isZero();
        assertThat(watched.json().get("status").textValue()).isEqualTo("COMMITTED");
        JsonNode verified = cli.run("verify", "orders", "--json").json();
        assertThat(verified.get("ok").booleanValue()).as(verified.toString()).isTrue();
        assertThat(verified.get("rows").intValue()).isEqualTo(ROWS + ROWS_OF_THE_OPEN_JOB);
        assertThat(cli.run("gc", "orders").exitCode()).isZero();
        assertThat(cli.run("verify", "orders").exitCode()).isZero();
    }

    /** Moves the times of a stored execution: it has two days to its end, and the home gets older. */
    static void beginAnHourAgo(Cli cli, String execution) throws IOException {
        Path folder = cli.home().resolve("stepfunctions/executions/ingest-job").resolve(execution);
        Instant began = Instant.parse(JSON.readTree(folder.resolve("state.json").toFile())
                .at("/position/enteredTime")
                .textValue());
        Duration older = Duration.between(began, Instant.now().minus(Duration.ofHours(1)));
        for (String name : List.of("start.json", "state.json", "history.jsonl")) {
            Path file = folder.resolve(name);
            Files.writeString(
                    file,
                    TIME.matcher(Files.readString(file))
                            .replaceAll(time ->
                                    Instant.parse(time.group()).plus(older).toString()));
        }
    }

    /** A file's tag is of its inode, which an archive does not keep. */
    private void pinAnew(String attempt) throws IOException {
        FileStore files = cli.instance().files();
        Path plan = cli.home().resolve("jobs/plans").resolve(attempt);
        JsonNode json = JSON.readTree(plan.toFile());
        for (JsonNode input : json.get("inputs")) {
            FilePath path = new FilePath(
                    input.get("bucket").textValue(), input.get("key").textValue());
            FileInfo found = files.find(path).orElseThrow();
            assertThat(found.version().lengthBytes())
                    .isEqualTo(input.get("lengthBytes").longValue());
            ((ObjectNode) input).put("tag", found.version().tag());
        }
        Files.write(plan, JSON.writeValueAsBytes(json));
    }
}
