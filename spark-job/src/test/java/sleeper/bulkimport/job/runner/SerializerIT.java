package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.bulkimport.job.runner.columnar.ColumnarSort;
import sleeper.bulkimport.job.runner.dataframe.DataframeSort;
import sleeper.bulkimport.job.runner.rdd.RddSort;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.partition.PartitionTree;
import sleeper.run.KernelEngine;
import sleeper.sort.SortProgress;
import sleeper.sort.demo.DemoData;

/** The serializer that most clusters are set to, which is not Spark's default. */
class SerializerIT {
    private static final AttemptId SPARK = JobHome.attempt("spark", 1);
    private static final AttemptId TASK = JobHome.attempt("task", 1);
    private static final PartitionTree TREE = DemoData.partitions(4);

    @TempDir
    private Path folder;

    private SparkOptions options = SparkOptions.set(Map.of());

    @AfterEach
    void giveTheOptionsBack() {
        options.close();
    }

    static Stream<Algorithm> algorithms() {
        return Stream.of(new ColumnarSort(), new DataframeSort(), new RddSort());
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldGiveTheSameRowsWhereKryoMovesWhatTasksGive(Algorithm algorithm) throws IOException {
        // Given
        JobHome home = new JobHome(folder, DemoData.SCHEMA, TREE);
        for (FilePath file :
                new DemoData(20_000, 4, 5_000, 1).write(home.instance().files(), new FilePath("in", "d"), 1)) {
            home.add(file);
        }
        home.plan(TASK);
        assertThat(home.run(TASK, new KernelEngine(SortProgress.NONE))).isTrue();
        home.plan(SPARK);
        // When
        options = SparkOptions.set(Map.of("spark.serializer", "org.apache.spark.serializer.KryoSerializer"));
        boolean done = home.run(SPARK, new SparkEngine(algorithm, home.environment(), SortProgress.NONE));
        // Then
        assertThat(done).isTrue();
        SameRows.assertSame(home, DemoData.SCHEMA, TREE, home.manifest(SPARK), home.manifest(TASK));
    }
}
