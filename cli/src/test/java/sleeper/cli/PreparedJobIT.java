package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.Manifest;
import sleeper.core.table.TableName;
import sleeper.ingest.IngestRecords;
import sleeper.ingest.Record;
import sleeper.run.AttemptRun;
import sleeper.run.KernelEngine;
import sleeper.run.RealSurroundings;
import sleeper.run.RunTimer;
import sleeper.run.StopSignal;
import sleeper.sort.SortProgress;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.Verdict;

/** Jobs that {@code prepare} stores for an engine of the user's own, which here is the kernel in this process. */
class PreparedJobIT {
    private static final String JOB = "{\"id\":\"june\",\"tableName\":\"letters\",\"files\":[\"in/june.parquet\"]}";
    private static final String COLUMNAR = "sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner";

    @TempDir
    Path folder;

    Cli cli;
    ParquetSource source;

    @BeforeEach
    void makeATableAndAFile() throws IOException {
        cli = new Cli(folder);
        source = new ParquetSource(cli);
        cli.createTable("letters", "\"m\"");
        wantLeaves(2);
        Path unused = source.write(
                cli.home().resolve("buckets/in/june.parquet"),
                Cli.SCHEMA,
                Record.of("key", "z", "timestamp", 2L),
                Record.of("key", "a", "timestamp", 1L));
    }

    /** Says how many leaves a bulk import wants, and what else the table's properties have. */
    private void wantLeaves(int leaves, String... others) throws IOException {
        Path properties = cli.home().resolve("tables/letters.properties");
        Files.createDirectories(properties.getParent());
        List<String> lines = new ArrayList<>(List.of("sleeper.table.bulk.import.min.leaf.partitions=" + leaves));
        lines.addAll(List.of(others));
        Files.write(properties, lines);
    }

    private Cli.Result prepare(String document, String... options) {
        List<String> line = new ArrayList<>(List.of("prepare", cli.file("job.json", document), "--json"));
        line.addAll(List.of(options));
        return cli.run(line.toArray(String[]::new));
    }

    private JsonNode prepared(String... options) {
        return prepare(JOB, options).done().json();
    }

    private static AttemptId attempt(int number) {
        return new AttemptId(new JobId("june"), number);
    }

    /** @return whether the attempt has a manifest now */
    private boolean runEngine(int number) {
        try (RunTimer timer = RunTimer.start()) {
            return new AttemptRun(
                            cli.instance(),
                            attempt(number),
                            RealSurroundings.get(),
                            new StopSignal(),
                            new KernelEngine(SortProgress.NONE),
                            timer)
                    .run();
        }
    }

    private List<String> keys() {
        return cli.run("scan", "letters", "--json").jsonLines().stream()
                .map(row -> row.get("key").textValue())
                .toList();
    }

    private JsonNode job() {
        return cli.run("jobs", "june", "--json").done().json();
    }

    @Nested
    class Prepare {
        @Test
        void shouldPrintTheLineThatStartsSpark() {
            // When
            List<String> told = cli.run(
                            "prepare",
                            cli.file("job.json", JOB.replace("}", ",\"sparkConf\":{\"spark.rdd.compress\":\"true\"}}")),
                            "--jar",
                            "my jars/it's.jar")
                    .done()
                    .out()
                    .lines()
                    .toList();
            // Then
            assertThat(told)
                    .containsExactly(
                            "job=june attempt=1 class=" + COLUMNAR + " table=letters files=1 rows=2 partitions=2",
                            "Nothing runs yet. Start Spark with the line below, and then run 'sleeper commit june'.",
                            "env -u SLEEPER_INSTANCE_ID SLEEPER_HOME=" + cli.home() + " spark-submit --class "
                                    + COLUMNAR + " --conf spark.rdd.compress=true 'my jars/it'\\''s.jar' june 1");
        }

        @Test
        void shouldTellTheSameAsOneObject() {
            // When
            JsonNode told = prepared("--jar", "job.jar", "--queue", "eks");
            // Then
            assertThat(told.toString())
                    .isEqualTo(("{'jobId':'june','status':'RUNNING','attempt':1,'class':'" + COLUMNAR
                                    + "','table':'letters','platform':'eks','inputFiles':1,'inputRows':2,'partitions':2,"
                                    + "'warnings':[],'environment':{'SLEEPER_HOME':'HOME','SLEEPER_INSTANCE_ID':''},"
                                    + "'command':['spark-submit','--class','" + COLUMNAR + "','job.jar','june','1'],"
                                    + "'line':'env -u SLEEPER_INSTANCE_ID SLEEPER_HOME=HOME spark-submit --class "
                                    + COLUMNAR
                                    + " job.jar june 1'}")
                            .replace('\'', '"')
                            .replace("HOME\",", cli.home() + "\",")
                            .replace("=HOME ", "=" + cli.home() + " "));
        }

        @Test
        void shouldStoreAPlanForTheAttemptAndStartNothing() {
            // When
            JsonNode unused = prepared();
            // Then
            JobPlan plan = cli.instance().jobs().plan(attempt(1)).orElseThrow();
            assertThat(plan.inputs())
                    .singleElement()
                    .satisfies(input -> assertThat(input.path()).hasToString("in/june.parquet"));
            assertThat(plan.sparkConf()).isEmpty();
            assertThat(job().get("status").textValue()).isEqualTo("RUNNING");
            assertThat(cli.instance().jobs().resources().open()).isEmpty();
            assertThat(cli.run("jobs", "june").done().out())
                    .contains("attempt 1: RUNNING")
                    .doesNotContain("states");
        }

        @Test
        void shouldGatherAllThatSpeaksAgainstTheJobAndStoreNothing() {
            // When
            Cli.Result refused = prepare(
                    "{\"id\":\"june\",\"tableName\":\"letters\",\"files\":[\"in/none.parquet\"],\"className\":\"a.B\"}");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("CLASS_NOT_ALLOWED", "FILE_NOT_FOUND");
            assertThat(refused.json().at("/error/message").textValue())
                    .startsWith("The job in job.json was not prepared.");
            assertThat(cli.run("jobs", "june", "--json").faultCodes()).containsExactly("UNKNOWN_JOB");
        }

        @ParameterizedTest
        @ValueSource(strings = {"standard", "auto", "nowhere"})
        void shouldRefuseAQueueThatStandsForNoSpark(String queue) {
            // When
            Cli.Result refused = cli.run("prepare", cli.file("job.json", JOB), "--queue", queue);
            // Then
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("--queue is '" + queue + "'; allowed: emr, persistent-emr, emr-serverless, eks.");
        }

        @Test
        void shouldRefuseAnIdThatLooksLikeAnOption() {
            assertThat(prepare(JOB.replace("june\",\"t", "-x\",\"t")).faultCodes())
                    .containsExactly("BAD_ID");
        }

        @Test
        void shouldGiveAJobAnIdThatHasNone() {
            // When
            String id = prepare(JOB.replace("\"id\":\"june\",", ""))
                    .done()
                    .json()
                    .get("jobId")
                    .textValue();
            // Then
            assertThat(cli.run("jobs", id).done().out()).contains("job " + id + ": RUNNING");
        }

        @Test
        void shouldRefuseAnotherDocumentUnderTheIdOfAJob() {
            // Given
            JsonNode unused = prepared();
            // When
            Cli.Result refused = prepare(JOB.replace("}", ",\"className\":\"" + COLUMNAR + "\"}"));
            // Then
            assertThat(refused.faultCodes()).containsExactly("JOB_ID_CONFLICT");
            assertThat(refused.json().at("/error/faults/0/found").textValue()).isEqualTo("a job of another document");
            assertThat(job().get("attempts")).hasSize(1);
        }

        @Test
        void shouldRefuseTheIdOfAJobThatCameThroughAQueue() {
            // Given
            assertThat(cli.run("submit", cli.file("job.json", JOB), "--wait").exitCode())
                    .isZero();
            // When
            Cli.Result refused = prepare(JOB);
            // Then
            assertThat(refused.faultCodes()).containsExactly("JOB_ID_CONFLICT");
            assertThat(refused.json().at("/error/faults/0/found").textValue()).isEqualTo("a job of queue 'standard'");
        }

        @Test
        void shouldWarnOfAFileThatAnotherJobIsPreparedFor() {
            // Given
            JsonNode unused = prepared();
            // When
            Cli.Result other = prepare(JOB.replace("june\",\"t", "again\",\"t"));
            // Then
            assertThat(other.done().json().get("warnings").toString())
                    .isEqualTo("[\"File in/june.parquet is in job 'june' too; its rows will be there twice.\"]");
        }
    }

    @Nested
    class PreSplit {
        private static final String SPLIT = " split by a sample of the input, from 2 leaf partitions into 4.";

        @BeforeEach
        void loadFiveKeys() throws IOException {
            wantLeaves(4);
            Files.delete(cli.home().resolve("buckets/in/june.parquet"));
            Path unused = source.write(
                    cli.home().resolve("buckets/in/june.parquet"),
                    Cli.SCHEMA,
                    Record.of("key", "n", "timestamp", 1L),
                    Record.of("key", "q", "timestamp", 2L),
                    Record.of("key", "z", "timestamp", 3L),
                    Record.of("key", "a", "timestamp", 4L),
                    Record.of("key", "a", "timestamp", 5L));
        }

        private int partitionsOfTheTable() {
            return cli.run("table", "describe", "letters", "--json")
                    .done()
                    .json()
                    .get("partitions")
                    .intValue();
        }

        private List<String> loadedKeys() {
            assertThat(runEngine(1)).isTrue();
            assertThat(cli.run("commit", "june").exitCode()).isZero();
            assertThat(cli.run("verify", "letters").exitCode()).isZero();
            return keys();
        }

        @Test
        void shouldSplitTheTableBeforeThePlanIsStored() {
            // When
            JsonNode told = prepared();
            // Then
            assertThat(told.get("partitions").intValue()).isEqualTo(4);
            assertThat(told.get("warnings").toString()).isEqualTo("[\"The table was" + SPLIT + "\"]");
            assertThat(partitionsOfTheTable()).isEqualTo(4);
            assertThat(loadedKeys()).containsExactly("a", "a", "n", "q", "z");
        }

        @Test
        void shouldOnlySayOfAPlannedJobThatItsTableWillBeSplit() throws IOException {
            // Given
            Files.writeString(cli.home().resolve("instance.properties"), "sleeper.optional.stacks=EmrBulkImportStack");
            // When
            Cli.Result planned = cli.run("plan", cli.file("job.json", JOB), "--queue", "emr");
            // Then
            assertThat(planned.done().out())
                    .contains("  partitions  at most 4 of 4 touched", "  warning: The table will be" + SPLIT);
            assertThat(partitionsOfTheTable()).isEqualTo(2);
        }

        @Test
        void shouldRefuseTheJobWhereTheTableMayNotBeSplit() throws IOException {
            // Given
            wantLeaves(4, "sleeper.table.bulk.import.presplit=false");
            // When / Then
            assertThat(prepare(JOB).faultCodes()).containsExactly("TOO_FEW_PARTITIONS");
            assertThat(partitionsOfTheTable()).isEqualTo(2);
        }

        @Test
        void shouldStoreNothingWhereKeysCannotBeTaken() throws IOException {
            // Given a file whose first key column is damaged, which its footer does not show
            Path file = cli.home().resolve("buckets/in/june.parquet");
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 4; i < 40; i++) {
                bytes[i] ^= 0x55;
            }
            Files.write(file, bytes);
            // When
            Cli.Result refused = prepare(JOB);
            // Then
            assertThat(refused.faultCodes()).containsExactly("CORRUPT_FILE");
            assertThat(refused.json().at("/error/message").textValue())
                    .contains("in/june.parquet, row group 0, column 'key'");
            assertThat(cli.run("jobs", "june", "--json").faultCodes()).containsExactly("UNKNOWN_JOB");
            assertThat(partitionsOfTheTable()).isEqualTo(2);
        }
    }

    @Nested
    class Commit {
        @Test
        void shouldMakeWhatTheEngineWrotePartOfTheTable() {
            // Given
            JsonNode unused = prepared();
            assertThat(runEngine(1)).isTrue();
            assertThat(keys()).isEmpty();
            // When
            JsonNode committed = cli.run("commit", "june", "--json").done().json();
            // Then
            assertThat(committed).isEqualTo(job());
            assertThat(committed.get("status").textValue()).isEqualTo("COMMITTED");
            assertThat(committed.get("rows").intValue()).isEqualTo(2);
            assertThat(keys()).containsExactly("a", "z");
            assertThat(cli.run("verify", "letters").exitCode()).isZero();
        }

        @Test
        void shouldAnswerTheSameWhenRepeated() {
            // Given
            JsonNode unused = prepared();
            assertThat(runEngine(1)).isTrue();
            Cli.Result first = cli.run("commit", "june", "--json").done();
            // When
            Cli.Result second = cli.run("commit", "june", "--json").done();
            // Then
            assertThat(second).isEqualTo(first);
            assertThat(keys()).containsExactly("a", "z");
        }

        @Test
        void shouldTellThatNoRunHasComeToItsEnd() {
            // Given
            JsonNode unused = prepared();
            // When
            Cli.Result refused = cli.run("commit", "june", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.json().get("status").textValue()).isEqualTo("RUNNING");
            assertThat(refused.faultCodes()).containsExactly("WRONG_STATUS");
            assertThat(refused.json().at("/error/faults/0/found").textValue()).isEqualTo("no manifest");
            assertThat(cli.run("commit", "june").err())
                    .startsWith("error: WRONG_STATUS: Job 'june' was not committed.")
                    .contains("Let spark-submit run to its end, then commit again.");
        }

        @Test
        void shouldTellWhatTheRunHasMetAndStandInNoOthersWay() throws IOException {
            // Given an input file that goes before the run reads it
            JsonNode unused = prepared();
            Path file = cli.home().resolve("buckets/in/june.parquet");
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            assertThat(runEngine(1)).isFalse();
            // When
            Cli.Result refused = cli.run("commit", "june", "--json");
            Cli.Result again = cli.run("commit", "june", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("INPUT_CHANGED");
            assertThat(refused.json().at("/error/message").textValue())
                    .startsWith("Job 'june' was not committed: the run of attempt 1 failed."
                            + " Mend what it met, then prepare the job again.");
            assertThat(again).isEqualTo(refused);
            // When
            Files.write(file, bytes);
            assertThat(prepared().get("attempt").intValue()).isEqualTo(2);
            assertThat(runEngine(2)).isTrue();
            // Then
            assertThat(cli.run("commit", "june").exitCode()).isZero();
            assertThat(keys()).containsExactly("a", "z");
        }

        @Test
        void shouldRefuseTheFilesWhereTheTableWasDroppedMeanwhile() {
            // Given
            JsonNode unused = prepared();
            assertThat(runEngine(1)).isTrue();
            cli.run("table", "drop", "letters").done();
            cli.createTable("letters", "\"m\"");
            // When
            Cli.Result refused = cli.run("commit", "june", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.faultCodes()).containsExactly("UNKNOWN_TABLE");
            assertThat(keys()).isEmpty();
        }

        @Test
        void shouldRefuseAJobThatIsNotPrepared() {
            // Given
            assertThat(cli.run("submit", cli.file("job.json", JOB), "--wait").exitCode())
                    .isZero();
            try (IngestRecords ingest = IngestRecords.open(cli.home(), "letters", "program")) {
                ingest.write(Record.of("key", "b", "timestamp", 1L));
            }
            // When
            Cli.Result ofQueue = cli.run("commit", "june", "--json");
            Cli.Result ofProgram = cli.run("commit", "program", "--json");
            // Then
            assertThat(ofQueue.faultCodes()).containsExactly("WRONG_STATUS");
            assertThat(ofQueue.json().at("/error/faults/0/found").textValue())
                    .isEqualTo("a job that came through the queue 'standard'");
            assertThat(ofProgram.faultCodes()).containsExactly("WRONG_STATUS");
            assertThat(cli.run("commit", "none", "--json").faultCodes()).containsExactly("UNKNOWN_JOB");
        }
    }

    @Nested
    class PreparedAgain {
        @Test
        void shouldSayThatTheJobIsCommittedWhateverBecameOfItsFiles() throws IOException {
            // Given
            JsonNode unused = prepared();
            assertThat(runEngine(1)).isTrue();
            cli.run("commit", "june").done();
            Files.delete(cli.home().resolve("buckets/in/june.parquet"));
            // When
            JsonNode told = prepared();
            // Then
            assertThat(told).isEqualTo(job());
            assertThat(told.get("status").textValue()).isEqualTo("COMMITTED");
            assertThat(told.get("attempts")).hasSize(1);
        }

        @Test
        void shouldNotTakeTheCommitOfADroppedTableForItsOwn() {
            // Given
            JsonNode unused = prepared();
            assertThat(runEngine(1)).isTrue();
            cli.run("commit", "june").done();
            cli.run("table", "drop", "letters").done();
            cli.createTable("letters", "\"m\"");
            // When / Then
            assertThat(prepare(JOB).faultCodes()).containsExactly("JOB_ID_CONFLICT");
        }

        @Test
        void shouldRefuseTheLateManifestOfTheAttemptBefore() {
            // Given
            JsonNode unusedFirst = prepared();
            JsonNode second = prepared();
            assertThat(second.get("attempt").intValue()).isEqualTo(2);
            assertThat(job().at("/attempts").findValuesAsText("status").subList(0, 1))
                    .containsExactly("FAILED");
            InstanceStores stores = cli.instance();
            Manifest late = stores.jobs().putManifest(new Manifest(attempt(1), "late", List.of()));
            // When
            Cli.Result refused = cli.run("commit", "june", "--json");
            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.json().at("/error/faults/0/found").textValue())
                    .isEqualTo("no manifest; attempt 1 has one, and was given up when the job was prepared again");
            JobPlan plan = stores.jobs().plan(attempt(1)).orElseThrow();
            assertThat(stores.tables()
                            .log(new TableName("letters"))
                            .commit(attempt(1), plan.digest(), plan.incarnation(), late))
                    .isInstanceOf(Verdict.Excluded.class);
        }

        @Test
        void shouldKeepNothingOfARunThatCameBeforeItsAttempt() {
            // Given somebody who started Spark for an attempt that was not there yet
            assertThat(runEngine(1)).isFalse();
            // When
            JsonNode unused = prepared();
            // Then the attempt is one that nothing was heard of
            assertThat(cli.run("commit", "june", "--json")
                            .json()
                            .at("/error/faults/0/found")
                            .textValue())
                    .isEqualTo("no manifest");
            assertThat(runEngine(1)).isTrue();
            assertThat(cli.run("commit", "june").exitCode()).isZero();
        }

        @Test
        void shouldStillTellWhatTheRunOfTheAttemptBeforeHasMet() throws IOException {
            // Given a run whose input file is gone
            JsonNode unusedFirst = prepared();
            Path file = cli.home().resolve("buckets/in/june.parquet");
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            assertThat(runEngine(1)).isFalse();
            // When that is mended, and the job prepared again
            Files.write(file, bytes);
            JsonNode unusedSecond = prepared();
            // Then
            JsonNode attempts = job().get("attempts");
            assertThat(attempts.at("/0/status").textValue()).isEqualTo("FAILED");
            assertThat(attempts.at("/0/faults/0/code").textValue()).isEqualTo("INPUT_CHANGED");
            assertThat(attempts.at("/1/status").textValue()).isEqualTo("RUNNING");
        }

        @Test
        void shouldStopTheRunOfTheAttemptBefore() {
            // Given
            JsonNode unusedFirst = prepared();
            JsonNode unusedSecond = prepared();
            // When
            boolean ended = runEngine(1);
            // Then
            assertThat(ended).isFalse();
            assertThat(cli.instance().jobs().failure(attempt(1)).orElseThrow().faults())
                    .extracting(fault -> fault.code().name())
                    .containsExactly("SUPERSEDED");
        }

        @Test
        void shouldCommitTheRowsOfOneAttemptAlone() {
            // Given
            JsonNode unusedFirst = prepared();
            assertThat(runEngine(1)).isTrue();
            JsonNode unusedSecond = prepared();
            assertThat(runEngine(2)).isTrue();
            // When
            JsonNode committed = cli.run("commit", "june", "--json").done().json();
            // Then
            assertThat(committed.at("/attempts").findValuesAsText("attempt")).containsExactly("1", "2");
            assertThat(keys()).containsExactly("a", "z");
            assertThat(cli.run("verify", "letters").exitCode()).isZero();
        }
    }

    @Nested
    class Abort {
        @Test
        void shouldGiveTheJobUpAndTakeItsFilesBack() throws IOException {
            // Given
            JsonNode unused = prepared();
            assertThat(runEngine(1)).isTrue();
            List<String> files = cli.instance().jobs().manifest(attempt(1)).orElseThrow().files().stream()
                    .map(file -> "buckets/sleeper-tables/letters/" + file.path())
                    .toList();
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(cli.home().resolve(file)).exists());
            // When
            JsonNode aborted = cli.run("abort", "june", "--json").done().json();
            // Then
            assertThat(aborted.get("status").textValue()).isEqualTo("ABORTED");
            assertThat(aborted.at("/attempts/0/faults/0/action").textValue())
                    .isEqualTo("Prepare the job again when wanted.");
            assertThat(files)
                    .allSatisfy(file -> assertThat(cli.home().resolve(file)).doesNotExist());
            assertThat(cli.run("commit", "june", "--json").faultCodes()).containsExactly("ABORTED");
            assertThat(keys()).isEmpty();
        }

        @Test
        void shouldLeaveTheJobToBePreparedAgain() {
            // Given
            JsonNode unused = prepared();
            cli.run("abort", "june").done();
            // When
            Cli.Result retried = cli.run("retry", "june", "--json");
            // Then
            assertThat(retried.faultCodes()).containsExactly("WRONG_STATUS");
            assertThat(retried.json().at("/error/faults/0/action").textValue())
                    .isEqualTo("Prepare the job again with 'sleeper prepare': that makes another attempt.");
            assertThat(prepared().get("attempt").intValue()).isEqualTo(2);
        }

        @Test
        void shouldNotUndoACommit() {
            // Given
            JsonNode unused = prepared();
            assertThat(runEngine(1)).isTrue();
            cli.run("commit", "june").done();
            // When / Then
            assertThat(cli.run("abort", "june", "--json").faultCodes()).containsExactly("WRONG_STATUS");
            assertThat(keys()).containsExactly("a", "z");
        }
    }
}
