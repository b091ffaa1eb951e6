package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.bulkimport.job.runner.Trouble.Kind;
import sleeper.bulkimport.job.runner.Trouble.Moment;
import sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.run.AttemptProcess;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkMaster;
import sleeper.run.spark.SparkSubmit;
import sleeper.statestore.crash.CrashPoints;
import sleeper.statestore.table.Verdict;

/** Drivers and executors that are processes of their own, and end before their time. */
class ProcessFaultsIT {
    private static final int ROWS = 100_000;
    private static final long LONGEST_MINUTES = 8;
    /** Characters of a process's log that a failed test shows. */
    private static final int MOST_SHOWN = 8_000;

    private static final SparkMaster CLUSTER = new SparkMaster.LocalCluster(2, 1, 1024);
    private static final String CLASS = BulkImportJobColumnarRunner.class.getName();
    private static final String OF_TABLE = "sleeper-tables";

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private DemoJob job;

    @BeforeEach
    void plan() throws IOException {
        job = DemoJob.plan(folder, ROWS);
    }

    @AfterEach
    void endProcesses() {
        started.forEach(SparkRuns::end);
    }

    private SparkSubmit onCluster(Trouble trouble) throws IOException {
        return job.submit(CLUSTER, FaultyInstance.environment(job.home().folder(), trouble))
                .moreJars(List.of(SparkRuns.testJar(folder)));
    }

    private Process start(SparkCommand command) throws IOException {
        Process process = command.start(job.log("driver"));
        started.add(process);
        return process;
    }

    private int exitCode(SparkCommand command) throws Exception {
        Process process = start(command);
        assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).as(end()).isTrue();
        return process.exitValue();
    }

    private String log() throws IOException {
        return Files.readString(job.log("driver"));
    }

    /** @return the newest lines of the log: what a process has ended with */
    private String end() throws IOException {
        String log = log();
        return log.substring(Math.max(0, log.length() - MOST_SHOWN));
    }

    /** @return whether the run's event log has such a text */
    private boolean hasEvent(String text) throws IOException {
        try (Stream<Path> logs = Files.walk(job.eventLogs())) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                if (Files.readString(log).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Asserts that the table is the ingest task's, and that there are no files of this attempt but those that are named. */
    private void assertSameTableAndNoOtherFiles() throws IOException {
        job.assertSameTable();
        assertThat(filesOfSpark()).containsExactlyInAnyOrderElementsOf(namedFiles());
    }

    private List<String> namedFiles() {
        return job.home().filesOf(job.home().manifest(DemoJob.OF_SPARK)).stream()
                .map(Object::toString)
                .toList();
    }

    private List<String> filesOfSpark() throws IOException {
        String ofSpark = "/" + DemoJob.OF_SPARK.jobId() + "/";
        return job.home().dataFiles().stream()
                .map(Object::toString)
                .filter(file -> file.contains(ofSpark))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ in/demo 10 KILLED", "COMMIT sleeper-tables 9 KILLED"})
    void shouldGiveTheSameRowsWhenAnExecutorIsLost(String trouble) throws Exception {
        // When an executor dies while it reads, or while it writes
        int code = exitCode(job.command(onCluster(Trouble.read(trouble)), CLASS));
        // Then
        assertThat(code).as(end()).isZero();
        assertThat(hasEvent("\"SparkListenerExecutorRemoved\"")).isTrue();
        assertSameTableAndNoOtherFiles();
    }

    @Tag("long")
    @Test
    void shouldCountOneOfTwoAttemptsAtATaskThatIsSlow() throws Exception {
        // Given a task that gets on with its files only when Spark tells it that it is in vain
        SparkCommand command = job.command(
                onCluster(new Trouble(Moment.CREATE, OF_TABLE, 3, Kind.SLOW))
                        .property("spark.speculation", "true")
                        .property("spark.speculation.interval", "100ms")
                        .property("spark.speculation.quantile", "0.1")
                        .property("spark.speculation.minTaskRuntime", "200ms"),
                CLASS);
        // When
        int code;
        try (TwoHosts cluster = new TwoHosts(job.spark(), folder.resolve("cluster"))) {
            List<String> words = new ArrayList<>(command.words());
            words.set(words.indexOf(CLUSTER.address()), cluster.address());
            code = exitCode(new SparkCommand(words, command.environment(), command.folders()));
        }
        // Then
        assertThat(code).as(end()).isZero();
        assertThat(hasEvent("\"Speculative\":true")).isTrue();
        assertSameTableAndNoOtherFiles();
    }

    @Tag("long")
    @Test
    void shouldSayThatExecutorsHaveTooLittleMemory() throws Exception {
        // When
        int code = exitCode(job.command(
                onCluster(new Trouble(Moment.CREATE, OF_TABLE, Trouble.ALWAYS, Kind.OUT_OF_MEMORY)), CLASS));
        // Then
        assertThat(code).as(end()).isEqualTo(AttemptProcess.FAILED);
        assertThat(job.home().faults(DemoJob.OF_SPARK))
                .extracting(Fault::code, Fault::where)
                .containsExactly(tuple(ErrorCode.OUT_OF_MEMORY, "the Spark job"));
        assertThat(filesOfSpark()).isEmpty();
    }

    @Test
    void shouldStopWithItsExecutorsWhenItIsAskedTo() throws Exception {
        // Given a job that writes
        Process driver = start(job.command(onCluster(new Trouble(Moment.CREATE, OF_TABLE, 3, Kind.SLOW)), CLASS));
        while (!log().contains("phase=writing")) {
            assertThat(driver.isAlive()).as(end()).isTrue();
            Thread.sleep(50);
        }
        List<ProcessHandle> executors = driver.descendants().toList();
        assertThat(executors).isNotEmpty();
        // When
        driver.destroy();
        // Then
        assertThat(driver.waitFor(1, TimeUnit.MINUTES)).as(end()).isTrue();
        assertThat(driver.exitValue()).isEqualTo(143);
        for (ProcessHandle executor : executors) {
            executor.onExit().get(1, TimeUnit.MINUTES);
        }
        assertThat(job.home().instance().jobs().failure(DemoJob.OF_SPARK)).isEmpty();
        assertThat(job.home().instance().jobs().manifest(DemoJob.OF_SPARK)).isEmpty();
        assertThat(filesOfSpark()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.create:before:5", "jobs.manifests.put:before:1", "jobs.manifests.put:after:1"})
    void shouldGiveOneTableWhenTheDriverIsKilledAndRunsAgain(String moment) throws Exception {
        // Given a driver that is killed before its files are there, between files and manifest, or after the manifest
        SparkCommand command = job.command(new SparkMaster.Local(2), CLASS);
        assertThat(exitCode(crashing(command, moment))).as(end()).isEqualTo(CrashPoints.EXIT_CODE);
        // When
        int code = exitCode(command);
        // Then
        assertThat(code).as(end()).isZero();
        job.assertSameTable();
        assertThat(job.home().commit(DemoJob.OF_SPARK)).isInstanceOf(Verdict.Committed.class);
        List<String> named = namedFiles();
        job.home().collect();
        assertThat(filesOfSpark()).containsExactlyInAnyOrderElementsOf(named);
    }

    private static SparkCommand crashing(SparkCommand command, String moment) {
        List<String> words = new ArrayList<>(command.words());
        words.add(1, "-D" + CrashPoints.CRASH_PROPERTY + "=" + moment);
        return new SparkCommand(words, command.environment(), command.folders());
    }
}
