package sleeper.verification.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.local.task.spark.LocalSpark;
import sleeper.local.task.spark.SparkBound;
import sleeper.local.task.spark.SparkEnd;
import sleeper.local.task.spark.SparkRequest;
import sleeper.local.task.spark.SparkRun;
import sleeper.local.task.spark.SparkSize;
import sleeper.local.task.spark.SparkStart;
import sleeper.local.task.spark.SparkVersion;
import sleeper.run.spark.SparkApplication;
import sleeper.stepfunctions.time.RealEventLoop;

/** Lines of spark-submit, run by Spark on this machine. */
class LocalSparkIT {
    private static final SparkSize UNSAID = new SparkSize(2, 1, 1_024, 1_024);
    private static final SparkSize MOST = new SparkSize(2, 1, 640, 768);
    private static final long TASK_BYTES = 1_536L << 20;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RealEventLoop loop = new RealEventLoop(InstantSource.system());
    private final Turns turns = new Turns(2);
    private SparkTable table;
    private ChildJvm children;
    private LocalSpark spark;

    @BeforeEach
    void makeATable() throws IOException {
        // A name that would be two words to a shell.
        table = new SparkTable(folder.resolve("my home"));
        children = new ChildJvm(List.of(), Map.of("SLEEPER_HOME", table.home().toString()));
        spark = new LocalSpark(
                new ReadyParts(),
                new SparkBound(MOST, TASK_BYTES),
                turns,
                new LocalSpark.Places(
                        children, table.home().resolve("spark"), table.home().resolve("logs")),
                loop,
                threads);
    }

    @AfterEach
    void end() {
        children.close();
        loop.close();
        threads.shutdownNow();
    }

    private SparkRun run(String id, List<String> arguments) {
        return spark.run(new SparkRequest(id, SparkVersion.SPARK_3, arguments, UNSAID));
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(2, TimeUnit.MINUTES);
    }

    @Test
    void shouldRunALineOfAClusterWithinTheBound() throws Exception {
        // Given a line that is made for a cluster
        AttemptId attempt = table.prepare("june");
        Map<String, String> properties = new TreeMap<>(Map.of(
                "spark.executor.instances", "29",
                "spark.executor.cores", "5",
                "spark.executor.memory", "16g",
                "spark.driver.memory", "16g",
                "spark.yarn.maxAppAttempts", "1",
                "spark.driver.extraJavaOptions", "-XX:+UseG1GC -XX:OnOutOfMemoryError='kill -9 %p' -Dof.test=\"a b\"",
                "spark.executor.extraJavaOptions", "-XX:+UseG1GC -XX:OnOutOfMemoryError='kill -9 %p'",
                "spark.sql.shuffle.partitions", "4"));
        // When
        SparkRun run = run("0000aaaa", SparkTable.line(attempt, properties));
        SparkStart start = soon(run.begun());
        List<String> command = commandOf(start.process().orElseThrow().find().orElseThrow());
        SparkApplication application = soon(run.application());
        SparkEnd end = soon(run.ended());
        // Then
        assertThat(end).as(Files.readString(start.log())).isEqualTo(SparkEnd.exited(0));
        assertThat(start.asked()).isEqualTo(new SparkSize(29, 5, 16_384, 16_384));
        assertThat(start.given()).isEqualTo(MOST);
        assertThat(start.log().getFileName()).hasToString("june-1-0000aaaa.log");
        assertThat(command)
                .contains("-Xmx768m", "-XX:OnOutOfMemoryError=kill -9 %p", "-Dof.test=a b", "local-cluster[2,1,640]")
                .contains("spark.yarn.maxAppAttempts=1", "spark.sql.shuffle.partitions=4")
                .contains("spark.executor.instances=2", "spark.executor.memory=640m")
                .doesNotContain("cluster");
        assertThat(application.version()).isEqualTo("3.5.6");
        assertThat(application.pages()).isPresent();
        table.commit("june");
        assertThat(table.rows()).isEqualTo(SparkTable.ROWS);
        // Then nothing is left of it but its output
        assertThat(filesIn(table.home().resolve("spark")))
                .allMatch(name -> name.equals("stdout") || name.equals("stderr"));
        assertThat(start.process().orElseThrow().find()).isEmpty();
    }

    private static List<String> commandOf(ProcessHandle process) throws IOException {
        String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        return List.of(line.split("\0"));
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void shouldRefuseWhatSparkRefusesInSparksWords() throws Exception {
        assertThat(soon(run("0000aaaa", List.of("--wrong", "1", "s3://sleeper-jars/x-spark3.jar"))
                        .ended()))
                .isEqualTo(SparkEnd.neverRan("Error: Unrecognized option: --wrong"));
        assertThat(soon(run("0000aaab", List.of("--class")).ended()))
                .isEqualTo(SparkEnd.neverRan("Error: Missing argument for option '--class'."));
        assertThat(soon(run("0000aaac", List.of("--class", "a.B", "s3://elsewhere/other.jar"))
                        .ended()))
                .isEqualTo(SparkEnd.neverRan("Error: the jar s3://elsewhere/other.jar does not exist; here are"
                        + " sleeper-spark-job-<version>-spark3.jar and -spark4.jar"));
        assertThat(soon(run(
                                "0000aaad",
                                List.of("--conf", "spark.executor.memory=much", "--class", "a.B", "x-spark3.jar"))
                        .ended()))
                .isEqualTo(SparkEnd.neverRan("Error: not a size of memory: much"));
    }

    @Test
    void shouldTellTheExitCodeOfADriverThatFails() throws Exception {
        AttemptId unprepared = new AttemptId(new JobId("nothing"), 1);
        assertThat(soon(run("0000aaaa", SparkTable.line(unprepared, Map.of())).ended()))
                .isEqualTo(SparkEnd.exited(1));
    }

    @Test
    void shouldEndADriverThatIsStoppedAndGiveItsRoomToTheNext() throws Exception {
        // Given one that runs, and one that waits for its turn
        SparkRun first = run("0000aaaa", SparkTable.line(table.prepare("june"), Map.of()));
        SparkStart start = soon(first.begun());
        SparkRun second = run("0000aaab", SparkTable.line(table.prepare("july"), Map.of()));
        SparkRun third = run("0000aaac", List.of("--class", "a.B", "x-spark3.jar"));
        assertThat(second.begun()).isNotDone();
        // When
        third.stop();
        first.stop();
        // Then
        assertThat(soon(third.ended())).isEqualTo(SparkEnd.neverRan("it was stopped before its turn"));
        assertThat(soon(first.ended()).succeeded()).isFalse();
        assertThat(start.process().orElseThrow().find()).isEmpty();
        SparkStart next = soon(second.begun());
        second.stop();
        assertThat(soon(second.ended()).succeeded()).isFalse();
        assertThat(next.process().orElseThrow().find()).isEmpty();
    }
}
