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
import sleeper.run.spark.SparkApplication;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkMaster;
import sleeper.run.spark.SparkSubmit;

/** The shaded jar in processes of its own, on Spark's own jars, started by the lines that {@link SparkSubmit} makes. */
class ProcessesIT {
    private static final int ROWS = 400_000;
    private static final SparkMaster CLUSTER = new SparkMaster.LocalCluster(2, 1, 1024);
    private static final Pattern HISTORY = Pattern.compile(".*HistoryServer.* started at (http://\\S+)");

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private DemoJob job;

    @BeforeEach
    void plan() throws IOException {
        job = DemoJob.plan(folder, ROWS);
    }

    @AfterEach
    void end() throws IOException {
        started.forEach(SparkRuns::end);
        SparkRuns.deleteWork(job.spark());
    }

    private SparkCommand command(SparkMaster master) {
        return job.command(master, BulkImportJobColumnarRunner.class.getName());
    }

    private Process start(SparkCommand command, Path log) throws IOException {
        Process process = command.start(log);
        started.add(process);
        return process;
    }

    @Test
    void shouldShowARunInTheHistoryServerAfterwards() throws Exception {
        // Given
        List<String> told = SparkRuns.run(command(new SparkMaster.Local(2)), job.log("driver"));
        job.assertSameTable();
        SparkApplication application = told.stream()
                .flatMap(line -> SparkApplication.read(line).stream())
                .findFirst()
                .orElseThrow();
        assertThat(application.version()).isEqualTo(job.spark().version());
        // When
        Path log = job.log("history");
        Process server = start(SparkCommand.historyServer(job.spark(), job.eventLogs(), 0), log);
        Matcher address =
                HISTORY.matcher(await(server, log, line -> HISTORY.matcher(line).matches()));
        assertThat(address.matches()).isTrue();
        // Then
        assertThat(get(address.group(1) + "/api/v1/applications/" + application.id()))
                .contains("\"name\" : \"sleeper " + DemoJob.OF_SPARK + "\"", "\"completed\" : true");
    }

    @Test
    void shouldGiveTheRowsThatTheIngestTaskGivesOnExecutorsOfTheirOwn() throws Exception {
        // When
        SparkRuns.run(command(CLUSTER), job.log("driver"));
        // Then
        job.assertSameTable();
        assertThat(events("\"SparkListenerExecutorRemoved\"")).isEmpty();
    }

    @Test
    void shouldGiveTheSameRowsWhenAnExecutorIsKilledInTheShuffle() throws Exception {
        // Given an executor that dies when the first rows are written, and with it what its map tasks have left for
        // others
        Path log = job.log("driver");
        Process driver = start(command(CLUSTER), log);
        String address = SparkApplication.read(
                        await(driver, log, line -> SparkApplication.read(line).isPresent()))
                .flatMap(SparkApplication::pages)
                .orElseThrow();
        assertThat(get(address + "/jobs/")).contains("sleeper " + DemoJob.OF_SPARK);
        // When
        await(driver, log, line -> line.startsWith("phase=writing"));
        executor(driver).destroyForcibly();
        assertThat(driver.waitFor()).as(Files.readString(log)).isZero();
        // Then
        assertThat(events("\"SparkListenerExecutorRemoved\"")).isNotEmpty();
        assertThat(events("\"Stage Attempt ID\":1")).isNotEmpty();
        job.assertSameTable();
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
        try (Stream<Path> logs = Files.walk(job.eventLogs())) {
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
