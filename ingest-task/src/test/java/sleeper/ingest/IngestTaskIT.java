package sleeper.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.ingest.TestHome.attempt;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.run.AttemptProcess;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;

/** The task's real main, in a process of its own. */
class IngestTaskIT {
    private static final AttemptId ATTEMPT = attempt("j", 1);
    private static final Map<String, String> ONE_THREAD = Map.of("sleeper.ingest.threads", "1");

    @TempDir
    private Path folder;

    @TempDir
    private Path temporary;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private BufferedReader start(Class<?> main, String... arguments) throws IOException {
        return startLimited(":", main, arguments);
    }

    /** @param limit a command of the shell that the process comes from */
    private BufferedReader startLimited(String limit, Class<?> main, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/bash",
                "-c",
                limit + "; exec \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("SLEEPER_HOME", folder.toString());
        process = builder.redirectErrorStream(true).start();
        return process.inputReader();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private List<String> spillFolders() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            return left.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("sleeper-"))
                    .toList();
        }
    }

    @Test
    void shouldEndWellWithAManifest() throws Exception {
        // Given
        TestHome home = new TestHome(folder);
        home.plan(ATTEMPT, new DemoData(10_000, 1), 4, ONE_THREAD);
        // When
        List<String> printed = start(IngestTask.class, "j", "1").lines().toList();
        // Then
        assertThat(exitCode()).isEqualTo(AttemptProcess.DONE);
        assertThat(printed).anyMatch(line -> line.startsWith("phase=writing rows=10000 of=10000"));
        assertThat(home.jobs().manifest(ATTEMPT)).isPresent();
        assertThat(spillFolders()).isEmpty();
    }

    @Test
    void shouldFailWithoutAnythingLeftWhenItsAttemptWasGivenUp() throws Exception {
        // Given
        TestHome home = new TestHome(folder);
        home.plan(ATTEMPT, new DemoData(10_000, 1), 4, ONE_THREAD);
        Reason reason = new Reason(JobStatus.ABORTED, ErrorCode.ABORTED, "a person stopped it");
        assertThat(home.log().exclude(ATTEMPT, TestHome.DIGEST, reason)).isInstanceOf(Verdict.Excluded.class);
        // When
        List<String> printed = start(IngestTask.class, "j", "1").lines().toList();
        // Then
        assertThat(exitCode()).as(String.join("\n", printed)).isEqualTo(AttemptProcess.FAILED);
        assertThat(home.jobs().failure(ATTEMPT).orElseThrow().faults())
                .extracting(Fault::message)
                .containsExactly("SUPERSEDED at attempt j-a1: found the attempt was given up: a person stopped it;"
                        + " allowed: an attempt that may still commit. Nothing: the log holds the outcome.");
        assertNothingLeft(home);
    }

    @Test
    void shouldSayByItsExitCodeThatItFoundNoRoomNotEvenForItsFaults() throws Exception {
        // Given a process that may write nothing
        TestHome home = new TestHome(folder);
        home.plan(ATTEMPT, new DemoData(10_000, 1), 4, ONE_THREAD);
        // When
        List<String> printed =
                startLimited("ulimit -f 0", IngestTask.class, "j", "1").lines().toList();
        // Then
        assertThat(exitCode()).as(String.join("\n", printed)).isEqualTo(AttemptProcess.NO_ROOM);
        assertThat(home.jobs().failure(ATTEMPT)).isEmpty();
        assertNothingLeft(home);
    }

    private void assertNothingLeft(TestHome home) throws IOException {
        assertThat(home.jobs().manifest(ATTEMPT)).isEmpty();
        assertThat(home.dataFiles()).isEmpty();
        assertThat(spillFolders()).isEmpty();
    }

    @Test
    void shouldStopAtASignalAndLeaveNothingNotEvenItsReason() throws Exception {
        // Given a run that has begun to read
        TestHome home = new TestHome(folder);
        home.plan(ATTEMPT, new DemoData(10_000, 1), 4, ONE_THREAD);
        BufferedReader output = startHeld();
        // When
        process.toHandle().destroy(); // leaves its output open, as destroying the process would not
        String rest = String.join("\n", output.lines().toList());
        // Then
        assertThat(exitCode()).as(rest).isEqualTo(128 + 15);
        // The attempt may run again, and how that ends is then its story
        assertThat(home.jobs().failure(ATTEMPT)).isEmpty();
        assertNothingLeft(home);
    }

    @Test
    void shouldLeaveNothingAmongTheTemporaryFilesWhenItIsKilled() throws Exception {
        // Given a run that has begun to read
        TestHome home = new TestHome(folder);
        home.plan(ATTEMPT, new DemoData(10_000, 1), 4, ONE_THREAD);
        BufferedReader output = startHeld();
        // When
        process.toHandle().destroyForcibly();
        output.lines().forEach(line -> {});
        // Then
        assertThat(exitCode()).isEqualTo(128 + 9);
        assertNothingLeft(home);
    }

    @Test
    void shouldNotBeginWithoutAFolderForTemporaryFiles() throws Exception {
        // Given
        TestHome home = new TestHome(folder);
        home.plan(ATTEMPT, new DemoData(10_000, 1), 4, ONE_THREAD);
        Files.delete(temporary);
        // When
        List<String> printed = start(IngestTask.class, "j", "1").lines().toList();
        Files.createDirectory(temporary);
        // Then
        assertThat(exitCode()).as(String.join("\n", printed)).isEqualTo(AttemptProcess.FAILED);
        assertThat(home.jobs().failure(ATTEMPT).orElseThrow().faults())
                .extracting(Fault::message)
                .containsExactly(
                        "UNAVAILABLE at the folder for temporary files: found " + temporary
                                + "; allowed: one that can be written; java.io.tmpdir names it. Try again; nothing was changed.");
        assertNothingLeft(home);
    }

    /** @return the output of a task that has begun to read and does not go on */
    private BufferedReader startHeld() throws IOException {
        BufferedReader output = start(HeldTask.class, "j", "1");
        String line = output.readLine();
        while (line != null && !line.equals(HeldTask.HELD)) {
            line = output.readLine();
        }
        assertThat(line).isNotNull();
        return output;
    }

    @Test
    void shouldTellHowItIsCalled() throws Exception {
        // When
        List<String> printed = start(IngestTask.class, "j").lines().toList();
        // Then
        assertThat(exitCode()).isEqualTo(AttemptProcess.USAGE);
        assertThat(printed).contains("Usage: IngestTask <job id> <attempt>");
    }
}
