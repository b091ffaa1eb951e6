package sleeper.verification.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.local.task.spark.BuiltSparkParts;
import sleeper.local.task.spark.LocalSpark;
import sleeper.local.task.spark.SparkBound;
import sleeper.local.task.spark.SparkEnd;
import sleeper.local.task.spark.SparkRequest;
import sleeper.local.task.spark.SparkRun;
import sleeper.local.task.spark.SparkSize;
import sleeper.local.task.spark.SparkVersion;
import sleeper.stepfunctions.time.RealEventLoop;
import sleeper.verification.ProjectTree;

/** What the embedded run builds by Maven when a job on Spark first wants it, for the version that no other part of this build makes. */
@Tag("long")
class BuiltPartsIT {
    private static final SparkSize SIZE = new SparkSize(2, 1, 640, 768);

    @TempDir
    private Path folder;

    @Test
    void shouldRunAJobOnSpark4ByWhatItBuilds() throws Exception {
        // Given
        SparkTable table = new SparkTable(folder);
        AttemptId attempt = table.prepare("june");
        List<String> line = new ArrayList<>(SparkTable.line(attempt, Map.of("spark.sql.shuffle.partitions", "4")));
        line.replaceAll(word -> word.replace("-spark3.jar", "-spark4.jar"));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (RealEventLoop loop = new RealEventLoop(InstantSource.system());
                ChildJvm children = new ChildJvm(
                        List.of(), Map.of("SLEEPER_HOME", table.home().toString()))) {
            LocalSpark spark = new LocalSpark(
                    new BuiltSparkParts(ProjectTree.root(), "mvn", told -> {}),
                    new SparkBound(SIZE, 1L << 30),
                    new Turns(1),
                    new LocalSpark.Places(
                            children,
                            table.home().resolve("spark"),
                            table.home().resolve("logs")),
                    loop,
                    threads);
            // When
            SparkRun run = spark.run(new SparkRequest("0000aaaa", SparkVersion.SPARK_4, line, SIZE));
            SparkEnd end = run.ended().get(10, TimeUnit.MINUTES);
            // Then
            assertThat(end).isEqualTo(SparkEnd.exited(0));
            assertThat(Files.readAllLines(table.home().resolve("logs/june-1-0000aaaa.log")))
                    .anyMatch(printed -> printed.startsWith("spark=4.0.2 application="));
            table.commit("june");
            assertThat(table.rows()).isEqualTo(SparkTable.ROWS);
        } finally {
            threads.shutdownNow();
        }
    }
}
