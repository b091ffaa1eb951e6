package sleeper.cli;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on an instance whose table {@code t} was loaded with 2,000 rows in 4 partitions by the job {@code t}. */
class LoadedTableIT {
    @TempDir
    static Path folder;

    static Cli cli;

    @BeforeAll
    static void load() {
        cli = new Cli(folder);
        Cli.Result demo = cli.run("demo", "--rows", "2000", "--partitions", "4", "--name", "t", "--json");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
    }

    @Test
    void shouldScanEveryRowAsAJsonObjectALine() {
        // When
        Cli.Result scanned = cli.run("scan", "t", "--json");
        // Then
        assertThat(scanned.exitCode()).isZero();
        assertThat(scanned.jsonLines()).hasSize(2000).allMatch(row -> row.size() == 3 && row.has("key"));
        assertThat(scanned.err()).startsWith("2,000 rows; skipped 0 of 4 files");
    }

    @Test
    void shouldStopScanningAtTheLimit() {
        assertThat(cli.run("scan", "t", "--limit", "3", "--json").jsonLines()).hasSize(3);
        assertThat(cli.run("scan", "t", "--limit", "2").out().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("key ");
        assertThat(cli.run("scan", "t", "--limit", "-1").exitCode()).isEqualTo(2);
    }

    @Test
    void shouldQueryAKeyAndSayWhatItSkipped() {
        // Given
        JsonNode row = cli.run("scan", "t", "--limit", "1", "--json").json();
        // When
        Cli.Result found = cli.run("query", "t", "--key", row.get("key").textValue(), "--json");
        // Then
        assertThat(found.jsonLines()).containsExactly(row);
        assertThat(found.err()).startsWith("1 row; skipped 3 of 4 files");
    }

    @Test
    void shouldQueryARangeWithoutItsEnd() {
        // Given
        List<String> keys = cli.run("scan", "t", "--json").jsonLines().stream()
                .map(row -> row.get("key").textValue())
                .sorted()
                .toList();
        // When
        List<JsonNode> found = cli.run("query", "t", "--key", keys.get(10), "--to", keys.get(20), "--json")
                .jsonLines();
        // Then
        assertThat(found).extracting(row -> row.get("key").textValue()).containsExactlyElementsOf(keys.subList(10, 20));
    }

    @Test
    void shouldGiveTheFirstRowsOfARange() {
        // Given
        List<String> keys = cli.run("scan", "t", "--json").jsonLines().stream()
                .map(row -> row.get("key").textValue())
                .sorted()
                .toList();
        // When
        Cli.Result found = cli.run("query", "t", "--key", keys.get(10), "--to", keys.get(20), "--limit", "3", "--json");
        // Then
        assertThat(found.jsonLines())
                .extracting(row -> row.get("key").textValue())
                .containsExactlyElementsOf(keys.subList(10, 13));
        assertThat(found.err()).startsWith("3 rows (more may follow); skipped");
    }

    @Test
    void shouldRefuseARangeThatHoldsNothing() {
        // When
        Cli.Result refused = cli.run("query", "t", "--key", "m", "--to", "a", "--json");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly("VALUE_OUT_OF_RANGE");
    }

    @Test
    void shouldTellAnUnknownTableInEachCommand() {
        for (String[] line : new String[][] {
            {"scan", "no"},
            {"query", "no", "--key", "a"},
            {"verify", "no"},
            {"gc", "no"},
            {"check", "x", "--table", "no"}
        }) {
            Cli.Result refused =
                    cli.run(Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new));
            assertThat(refused.exitCode()).as(line[0]).isEqualTo(1);
            assertThat(refused.faultCodes()).as(line[0]).containsExactly("UNKNOWN_TABLE");
        }
    }

    @Test
    void shouldVerifyATableThatIsWell() {
        assertThat(cli.run("verify", "t", "--json").done().json().toString())
                .isEqualTo("{\"ok\":true,\"rows\":2000,\"files\":4,\"partitions\":4,\"slots\":2,\"faults\":[]}");
    }

    @Test
    void shouldVerifyThatADataFileWasChanged(@TempDir Path copy) throws IOException {
        // Given a copy of the home in which one byte of a file is another
        copy(cli.home(), copy.resolve(".sleeper"));
        Path file;
        try (Stream<Path> files = Files.walk(copy)) {
            file = files.filter(path -> path.toString().contains("/data/")
                            && path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        // When
        Cli.Result verified = new Cli(copy).run("verify", "t", "--json");
        // Then
        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.json().get("ok").booleanValue()).isFalse();
        assertThat(verified.json().at("/faults").findValuesAsText("code")).contains("DATA_CORRUPT");
        assertThat(verified.json().has("error")).isFalse();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void shouldCheckAFileThatFits() {
        // When
        JsonNode checked = cli.run("check", "demo/t/part-0.parquet", "--table", "t", "--json")
                .done()
                .json();
        // Then
        assertThat(checked.get("ok").booleanValue()).isTrue();
        assertThat(checked.get("rows").longValue()).isEqualTo(200);
        assertThat(checked.at("/columns").findValuesAsText("verdict")).containsExactly("SAME", "SAME", "SAME");
    }

    @Test
    void shouldCheckAFileThatIsNotParquet() {
        // When
        Cli.Result checked = cli.run("check", cli.file("words.parquet", "words"), "--table", "t", "--json");
        // Then
        assertThat(checked.exitCode()).isEqualTo(1);
        assertThat(checked.json().at("/faults").findValuesAsText("code")).containsExactly("NOT_PARQUET");
    }

    @Test
    void shouldCreateATableFromASample() {
        // Given
        String schema = cli.file("demo.json", """
                {"rowKeyFields": [{"name": "key", "type": "string"}],
                 "sortKeyFields": [{"name": "timestamp", "type": "long"}],
                 "valueFields": [{"name": "value", "type": "string"}]}
                """);
        // When
        JsonNode created = cli.run(
                        "table",
                        "create",
                        "sampled",
                        "--schema",
                        schema,
                        "--sample",
                        "demo/t",
                        "--partitions",
                        "8",
                        "--json")
                .done()
                .json();
        // Then
        assertThat(created.get("partitions").intValue()).isEqualTo(8);
        assertThat(cli.run("table", "create", "s", "--schema", schema, "--sample", "demo/t")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void shouldShowAJobByItsAttempts() {
        // When
        JsonNode job = cli.run("jobs", "t", "--json").done().json();
        // Then
        assertThat(job.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(job.get("platform").textValue()).isEqualTo("standard");
        assertThat(job.get("rows").longValue()).isEqualTo(2000);
        assertThat(job.get("files").longValue()).isEqualTo(4);
        assertThat(job.get("created")).isNotEmpty().isEqualTo(job.get("tornDown"));
        assertThat(job.at("/attempts/0/executionArn").textValue())
                .isEqualTo("arn:aws:states:us-east-1:000000000000:execution:ingest-job:t-a1");
        assertThat(job.at("/attempts/0/statesVisited/0").textValue()).isEqualTo("Validate job");
        assertThat(job.at("/attempts/0/faults")).isEmpty();
        assertThat(job.at("/attempts/0/inputs")).hasSize(10);
    }

    @Test
    void shouldTellAnUnknownJob() {
        for (String command : List.of("jobs", "watch", "retry", "abort")) {
            Cli.Result refused = cli.run(command, "no job", "--json");
            assertThat(refused.exitCode()).as(command).isEqualTo(1);
            assertThat(refused.faultCodes()).as(command).containsExactly("UNKNOWN_JOB");
        }
    }

    @Test
    void shouldNeitherRetryNorAbortACommittedJob() {
        assertThat(cli.run("retry", "t", "--json").faultCodes()).containsExactly("WRONG_STATUS");
        assertThat(cli.run("abort", "t", "--json").faultCodes()).containsExactly("WRONG_STATUS");
    }

    @Test
    void shouldPlanAJobWithoutMakingIt() {
        // Given
        String job = cli.file("plan.json", "{\"id\":\"planned\",\"tableName\":\"t\",\"files\":[\"demo/t\"]}");
        // When
        JsonNode plan = cli.run("plan", job, "--json").done().json();
        // Then
        assertThat(plan.get("platform").textValue()).isEqualTo("standard");
        assertThat(plan.get("inputRows").longValue()).isEqualTo(2000);
        assertThat(plan.get("partitionsTouched").intValue()).isEqualTo(4);
        assertThat(plan.get("faults")).isEmpty();
        assertThat(plan.get("secondsLeast").longValue())
                .isLessThan(plan.get("secondsMost").longValue());
        assertThat(plan.get("timeRestsOn").textValue()).contains("rows/s on each of");
        assertThat(plan.get("reasons"))
                .singleElement()
                .satisfies(reason ->
                        assertThat(reason.textValue()).isEqualTo("The queue 'standard' stands for this platform."));
        assertThat(plan.get("estimate").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "secondsLeast", "secondsMost", "costLeast", "costMost", "currency", "machines", "restsOn");
        assertThat(plan.at("/estimate/restsOn").textValue()).startsWith("prices of us-east-1 on ");
        assertThat(cli.run("jobs", "planned").exitCode()).isEqualTo(1);
    }

    /** A million rows took 27 to 67 seconds on the stand-ins of a machine with two cores, and 2 seconds in the ingest task. */
    @Test
    void shouldNotExpectSparkToStartAsQuicklyAsTheIngestTask() {
        String job = cli.file("spark.json", "{\"id\":\"spark\",\"tableName\":\"t\",\"files\":[\"demo/t\"]}");

        JsonNode plan = cli.run("plan", job, "--queue", "eks", "--json").done().json();

        assertThat(plan.get("secondsLeast").longValue()).isEqualTo(10);
        assertThat(plan.get("secondsMost").longValue()).isEqualTo(90);
        assertThat(plan.get("timeRestsOn").textValue()).endsWith("and 10 to 90 seconds around them");
    }

    @Test
    void shouldSayInPlanAndReportWhereAJobRunsWhyAndWhatThatComesToOnAws() {
        // Given
        String job = cli.file("where.json", "{\"id\":\"where\",\"tableName\":\"t\",\"files\":[\"demo/t\"]}");
        // When
        String plan = cli.run("plan", job).done().out();
        String report = cli.run("jobs", "t").done().out();
        // Then
        String[] told = {
            "platform    standard: The queue 'standard' stands for this platform.",
            "on AWS      30 s to 2 min 30 s and below 0.01 USD",
            "            for an ingest task of 2 vCPU and 4 GiB",
            "            by prices of us-east-1 on "
        };
        assertThat(plan).contains(told);
        assertThat(report).contains(told);
        assertThat(cli.run("jobs", "t", "--json")
                        .done()
                        .json()
                        .at("/attempts/0/estimate/costMost")
                        .textValue())
                .startsWith("0.00");
    }

    @Test
    void shouldChooseAPlatformForAJobThatNamesNone() {
        // Given
        String job = cli.file("auto.json", "{\"id\":\"auto\",\"tableName\":\"t\",\"files\":[\"demo/t\"]}");
        // When
        String plan = cli.run("plan", job, "--queue", "auto").done().out();
        // Then
        assertThat(plan)
                .contains("  platform    standard: standard is expected to cost least of the platforms that run the job"
                        + " well: 30 s to 2 min 30 s and below 0.01 USD.")
                .contains("              emr: 6 min 0 s to 30 min 0 s and ");
    }

    @Test
    void shouldWarnInAPlanOfFilesThatAreLoadedAlready() {
        // Given
        String job = cli.file(
                "repeat.json", "{\"id\":\"repeat\",\"tableName\":\"t\",\"files\":[\"demo/t/part-0.parquet\"]}");
        // When
        JsonNode plan = cli.run("plan", job, "--json").done().json();
        // Then
        assertThat(plan.get("warnings").toString())
                .isEqualTo("[\"File demo/t/part-0.parquet is in job 't' too; its rows will be there twice.\"]");
    }

    @Test
    void shouldRefuseAPlanOfLoadedFilesWhereTheInstanceDoes() throws IOException {
        // Given
        String job = cli.file("reload.json", "{\"tableName\":\"t\",\"files\":[\"demo/t/part-0.parquet\"]}");
        Path properties = cli.home().resolve("instance.properties");
        Files.writeString(properties, "sleeper.ingest.duplicate.files=reject\n", CREATE_NEW);
        try {
            // When
            Cli.Result refused = cli.run("plan", job, "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("DUPLICATE_FILE");
        } finally {
            Files.delete(properties);
        }
    }

    @Test
    void shouldRefuseAPlanForAPlatformThatIsNotDeployed() throws IOException {
        // Given
        String job = cli.file("emr.json", "{\"tableName\":\"t\",\"files\":[\"demo/t\"]}");
        Path properties = cli.home().resolve("instance.properties");
        Files.writeString(properties, "sleeper.optional.stacks=IngestStack\n", CREATE_NEW);
        try {
            // When
            Cli.Result refused = cli.run("plan", job, "--queue", "emr", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).contains("PLATFORM_NOT_DEPLOYED");
        } finally {
            Files.delete(properties);
        }
    }

    @Test
    void shouldSayInAPlanForSparkOfWhatSizeWouldBeEnough() {
        // Given
        String job = cli.file("emr.json", "{\"tableName\":\"t\",\"files\":[\"demo/t\"]}");
        // When
        String plan = cli.run("plan", job, "--queue", "emr").done().out();
        JsonNode json = cli.run("plan", job, "--queue", "emr", "--json").done().json();
        // Then
        assertThat(plan).contains("size        1 executor of 5 cores and 2g is enough for this input, on 1 instance");
        assertThat(json.at("/estimate/advice").toString())
                .isEqualTo("{\"executors\":1,\"cores\":5,\"memoryMib\":2048,\"instances\":1}");
    }

    @Test
    void shouldCollectNothingThatIsInUse() {
        // When
        cli.run("gc", "t", "--dry-run", "--json").done();
        cli.run("gc", "t", "--json").done();
        // Then
        assertThat(cli.run("verify", "t").exitCode()).isZero();
    }
}
