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
import sleeper.sort.demo.DemoData;

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

    private BufferedReader start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                IngestTask.class.getName());
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
        List<String> printed = start("j", "1").lines().toList();
        // Then
        assertThat(exitCode()).isEqualTo(IngestTask.DONE);
        assertThat(printed).anyMatch(line -> line.startsWith("phase=writing rows=10000 of=10000"));
        assertThat(home.jobs().manifest(ATTEMPT)).isPresent();
        assertThat(spillFolders()).isEmpty();
    }

    @Test
    void shouldStopAtASignalAndLeaveNothing() throws Exception {
        // Given a run that has begun to read
        TestHome home = new TestHome(folder);
        home.plan(ATTEMPT, new DemoData(2_000_000, 1), 4, ONE_THREAD);
        BufferedReader output = start("j", "1");
        String line = output.readLine();
        while (line != null && !line.startsWith("phase=reading")) {
            line = output.readLine();
        }
        assertThat(line).isNotNull();
        // When
        process.toHandle().destroy(); // leaves its output open, as destroying the process would not
        String rest = String.join("\n", output.lines().toList());
        // Then
        assertThat(exitCode()).as(rest).isEqualTo(128 + 15);
        assertThat(home.jobs().failure(ATTEMPT).orElseThrow().faults())
                .extracting(Fault::code)
                .containsExactly(ErrorCode.ABORTED);
        assertThat(home.jobs().manifest(ATTEMPT)).isEmpty();
        assertThat(home.dataFiles()).isEmpty();
        assertThat(spillFolders()).isEmpty();
    }

    @Test
    void shouldTellHowItIsCalled() throws Exception {
        // When
        List<String> printed = start("j").lines().toList();
        // Then
        assertThat(exitCode()).isEqualTo(IngestTask.USAGE);
        assertThat(printed).contains("Usage: IngestTask <job id> <attempt>");
    }
}
