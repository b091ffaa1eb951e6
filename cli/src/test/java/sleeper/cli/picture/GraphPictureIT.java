package sleeper.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.platform.Platform;

/** Pictures of the machine that is shipped, as jobs of all kinds ran it. */
class GraphPictureIT {
    private static final Paper PAPER = new Paper(80, 40, true);
    private static final String LOST =
            "{\"StoppedReason\":\"Essential container in task exited\",\"TaskArn\":\"arn:t1\"}";

    private PlayedJob job;

    @AfterEach
    void close() {
        job.close();
    }

    private PlayedJob of(Platform... platforms) {
        job = new PlayedJob(platforms);
        return job;
    }

    private static List<String> picture(PlayedJob job, Paper paper) {
        GraphPicture picture = new GraphPicture(job.told(), paper, job.now());
        List<String> lines = new ArrayList<>(picture.reason());
        lines.addAll(picture.lines());
        return lines;
    }

    @Test
    void shouldDrawACommittedJob() throws IOException {
        of(Platform.STANDARD).takes("Run ingest task", 12_000).run();

        Golden.expect("committed", PAPER, picture(job, PAPER));
    }

    @Test
    void shouldDrawARejectedJob() throws IOException {
        of(Platform.STANDARD)
                .verdict("REJECTED", "UNKNOWN_TABLE", "Table 'none' was not found.")
                .fails(
                        "Validate job",
                        "sleeper.core.error.InvalidRequestException",
                        "{\"errorMessage\":\"Table 'none' was not found.\"}")
                .run();

        Golden.expect("rejected", PAPER, picture(job, PAPER));
    }

    @Test
    void shouldDrawAJobThatFailedAfterRetries() throws IOException {
        of(Platform.STANDARD).verdict("FAILED", "TASK_LOST", "The task ended before it had written its manifest.");
        for (int i = 0; i < 3; i++) {
            job.fails("Run ingest task", "ECS.ServerException", "The service is not available.");
        }
        job.fails("Run ingest task", "States.TaskFailed", LOST)
                .takes("Run ingest task", 5_000)
                .run();

        Golden.expect("failed-after-retries", PAPER, picture(job, PAPER));
    }

    @Test
    void shouldDrawAnAbortedJob() throws IOException {
        of(Platform.STANDARD)
                .takes("Run ingest task", 3_600_000)
                .runFor(Duration.ofSeconds(95))
                .stop("ABORTED", "Stopped by root with 'sleeper abort'.");

        Golden.expect("aborted", PAPER, picture(job, PAPER));
    }

    @Test
    void shouldDrawAJobThatRuns() throws IOException {
        of(Platform.STANDARD).takes("Run ingest task", 3_600_000).runFor(Duration.ofSeconds(95));

        Golden.expect("running", PAPER, picture(job, PAPER));
    }

    @Test
    void shouldDrawEveryPlatformOfAJobOnEmr() throws IOException {
        of(Platform.EMR, Platform.STANDARD, Platform.PERSISTENT_EMR, Platform.EMR_SERVERLESS, Platform.EKS)
                .next("wait")
                .runFor(Duration.ofSeconds(95));

        Golden.expect("waits-on-emr", PAPER, picture(job, PAPER));
    }

    @Test
    void shouldDrawTheBranchesThatRunBesideEachOther() throws IOException {
        of(Platform.EKS).next("create").takes("Start Job", 600_000).runFor(Duration.ofSeconds(95));

        Golden.expect("running-on-eks", PAPER, picture(job, PAPER));
    }

    @Test
    void shouldDrawWithAsciiAlone() throws IOException {
        Paper ascii = new Paper(60, 40, false);
        of(Platform.STANDARD)
                .verdict("FAILED", "TASK_LOST", "Die Größe stimmt nicht.")
                .fails("Run ingest task", "States.TaskFailed", "Die Größe stimmt nicht.")
                .run();

        List<String> picture = picture(job, ascii);
        assertThat(String.join("\n", picture)).matches("[\\n -~]*");
        Golden.expect("ascii", ascii, picture);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 33, 79, 200})
    void shouldDrawNoLineWiderThanThePaper(int columns) {
        of(Platform.STANDARD)
                .verdict("FAILED", "TASK_LOST", "x".repeat(500))
                .fails("Run ingest task", "States.TaskFailed", "ｗｉｄｅ ".repeat(200))
                .run();

        assertThat(picture(job, new Paper(columns, 40, true)))
                .allSatisfy(line -> assertThat(Lettering.width(line)).isLessThanOrEqualTo(columns));
    }

    @Test
    void shouldLetNoCauseMoveTheCursor() {
        of(Platform.STANDARD)
                .fails("Run ingest task", "States.TaskFailed", "bad\u001B[2J\r\n\u202Ename")
                .run();

        assertThat(picture(job, PAPER))
                .contains("│  │ States.TaskFailed: bad [2J name")
                .noneMatch(line -> line.contains("\u202E"));
    }
}
