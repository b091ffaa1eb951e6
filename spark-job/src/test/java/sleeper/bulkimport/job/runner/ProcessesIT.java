package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.partition.PartitionTree;
import sleeper.run.KernelEngine;
import sleeper.run.spark.SparkApplication;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkHome;
import sleeper.run.spark.SparkMaster;
import sleeper.run.spark.SparkSubmit;
import sleeper.sort.SortProgress;
import sleeper.sort.demo.DemoData;

/** The shaded jar in processes of its own, on Spark's own jars, started by the lines that {@link SparkSubmit} makes. */
class ProcessesIT {
    private static final AttemptId OF_TASK = JobHome.attempt("task", 1);
    private static final AttemptId OF_SPARK = JobHome.attempt("spark", 1);
    private static final PartitionTree TREE = DemoData.partitions(16);
    private static final SparkMaster CLUSTER = new SparkMaster.LocalCluster(2, 1, 1024);
    private static final Pattern HISTORY = Pattern.compile(".*HistoryServer.* started at (http://\\S+)");

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private JobHome home;
    private SparkHome spark;

    @BeforeEach
    void plan() throws IOException {
        home = new JobHome(folder.resolve("home"), DemoData.SCHEMA, TREE);
        List<FilePath> files =
                new DemoData(400_000, 8, 20_000, 1).write(home.instance().files(), new FilePath("in", "demo"), 2);
        for (FilePath file : files) {
            home.add(file);
        }
        home.plan(OF_TASK);
        assertThat(home.run(OF_TASK, new KernelEngine(SortProgress.NONE))).isTrue();
        home.plan(OF_SPARK);
        spark = SparkRuns.home(folder, SparkRuns.major());
    }

    @AfterEach
    void end() {
        started.forEach(SparkRuns::end);
    }

    private SparkCommand job(SparkMaster master) {
        return new SparkSubmit(spark, master, folder.resolve("scratch"))
                .eventLogs(folder.resolve("events"))
                .property("spark.eventLog.compress", "false")
                .property("spark.sql.shuffle.partitions", "16")
                .environment(home.environment())
                .command(
                        SparkRuns.jar(),
                        BulkImportJobColumnarRunner.class.getName(),
                        List.of(OF_SPARK.jobId().value(), Integer.toString(OF_SPARK.number())));
    }

    private Process start(SparkCommand command, Path log) throws IOException {
        Process process = command.start(log);
        started.add(process);
        return process;
    }

    private void assertSameTable() {
        SameRows.assertSame(home, DemoData.SCHEMA, TREE, home.manifest(OF_SPARK), home.manifest(OF_TASK));
    }

    @Test
    void shouldShowARunInTheHistoryServerAfterwards() throws Exception {
        // Given
        List<String> told = SparkRuns.run(job(new SparkMaster.Local(2)), folder.resolve("log"));
        assertSameTable();
        SparkApplication application = told.stream()
                .flatMap(line -> SparkApplication.read(line).stream())
                .findFirst()
                .orElseThrow();
        assertThat(application.version()).isEqualTo(spark.version());
        // When
        Path log = folder.resolve("history.log");
        Process server = start(SparkCommand.historyServer(spark, folder.resolve("events"), 0), log);
        Matcher address =
                HISTORY.matcher(await(server, log, line -> HISTORY.matcher(line).matches()));
        assertThat(address.matches()).isTrue();
        // Then
        assertThat(get(address.group(1) + "/api/v1/applications/" + application.id()))
                .contains("\"name\" : \"sleeper " + OF_SPARK + "\"", "\"completed\" : true");
    }

    @Test
    void shouldGiveTheRowsThatTheIngestTaskGivesOnExecutorsOfTheirOwn() throws Exception {
        // When
        SparkRuns.run(job(CLUSTER), folder.resolve("log"));
        // Then
        assertSameTable();
        assertThat(events("\"SparkListenerExecutorRemoved\"")).isEmpty();
    }

    @Test
    void shouldGiveTheSameRowsWhenAnExecutorIsKilledInTheShuffle() throws Exception {
        // Given an executor that dies when the first rows are written, and with it what its map tasks have left for
        // others
        Path log = folder.resolve("log");
        Process driver = start(job(CLUSTER), log);
        String address = SparkApplication.read(
                        await(driver, log, line -> SparkApplication.read(line).isPresent()))
                .flatMap(SparkApplication::pages)
                .orElseThrow();
        assertThat(get(address + "/jobs/")).contains("sleeper " + OF_SPARK);
        // When
        await(driver, log, line -> line.startsWith("phase=writing"));
        executor(driver).destroyForcibly();
        assertThat(driver.waitFor()).as(Files.readString(log)).isZero();
        // Then
        assertThat(events("\"SparkListenerExecutorRemoved\"")).isNotEmpty();
        assertThat(events("\"Stage Attempt ID\":1")).isNotEmpty();
        assertSameTable();
    }

    private static ProcessHandle executor(Process driver) {
        return driver.children()
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .orElseThrow();
    }

    /** @return lines of the run's event log */
    private List<String> events(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> logs = Files.walk(folder.resolve("events"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                Files.readAllLines(log).stream()
                        .filter(line -> line.contains(text))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** @return the first such line that a process has written to its log */
    private static String await(Process process, Path log, Predicate<String> wanted)
            throws IOException, InterruptedException {
        while (true) {
            boolean alive = process.isAlive();
            Optional<String> found =
                    Files.readAllLines(log).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(alive).as(Files.readString(log)).isTrue();
            Thread.sleep(20);
        }
    }

    private static String get(String address) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
