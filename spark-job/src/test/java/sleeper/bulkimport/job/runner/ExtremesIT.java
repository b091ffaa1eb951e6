package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.bulkimport.job.runner.columnar.ColumnarSort;
import sleeper.bulkimport.job.runner.dataframe.DataframeSort;
import sleeper.bulkimport.job.runner.rdd.RddSort;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.Manifest;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.run.KernelEngine;
import sleeper.sort.SortProgress;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.table.Verdict;

/** Jobs with as little, as uneven or as many of something as there may be. */
@Tag("long")
class ExtremesIT {
    private static final AttemptId SPARK = JobHome.attempt("spark", 1);
    private static final AttemptId TASK = JobHome.attempt("task", 1);

    @TempDir
    private Path folder;

    static Stream<Algorithm> algorithms() {
        return Stream.of(new ColumnarSort(), new DataframeSort(), new RddSort());
    }

    private Manifest manifestOfSpark(JobHome home, Algorithm algorithm) {
        home.plan(SPARK);
        assertThat(home.run(SPARK, new SparkEngine(algorithm, home.environment(), SortProgress.NONE)))
                .isTrue();
        return home.manifest(SPARK);
    }

    private static void addDemo(JobHome home, DemoData data) throws IOException {
        for (FilePath file : data.write(home.instance().files(), new FilePath("in", "d"), 1)) {
            home.add(file);
        }
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldGiveAManifestWithoutFilesOfFilesWithoutRows(Algorithm algorithm) throws IOException {
        // Given
        JobHome home = new JobHome(folder, DemoData.SCHEMA, DemoData.partitions(8));
        addDemo(home, new DemoData(0, 2, 1_000, 1));
        // When
        Manifest manifest = manifestOfSpark(home, algorithm);
        // Then
        assertThat(manifest.files()).isEmpty();
        assertThat(home.dataFiles()).isEmpty();
        assertThat(home.commit(SPARK)).isInstanceOf(Verdict.Committed.class);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldGiveAllRowsOfTheOnlyKey(Algorithm algorithm) throws IOException {
        // Given
        PartitionTree tree = DemoData.partitions(8);
        JobHome home = new JobHome(folder, DemoData.SCHEMA, tree);
        List<Map<String, Object>> rows = IntStream.range(0, 30_000)
                .<Map<String, Object>>mapToObj(i -> Map.of("key", "only", "timestamp", 7L, "value", "v" + i))
                .toList();
        home.addInput(rows.subList(0, 20_000));
        home.addInput(rows.subList(20_000, rows.size()));
        home.plan(TASK);
        assertThat(home.run(TASK, new KernelEngine(SortProgress.NONE))).isTrue();
        // When
        Manifest manifest = manifestOfSpark(home, algorithm);
        // Then
        SameRows.assertSame(home, DemoData.SCHEMA, tree, manifest, home.manifest(TASK));
    }

    @Test
    void shouldWriteOneFileOfFewRowsHoweverManyTasksThereAre() throws IOException {
        // Given
        JobHome home = new JobHome(folder, DemoData.SCHEMA, DemoData.partitions(1));
        addDemo(home, new DemoData(1_000, 1, 1_000, 1));
        // When
        Manifest manifest;
        SparkOptions options = SparkOptions.set(Map.of("spark.default.parallelism", "290"));
        try (options) {
            manifest = manifestOfSpark(home, new ColumnarSort());
        }
        // Then
        assertThat(manifest.files()).extracting(DataFile::rowCount).containsExactly(1_000L);
    }

    @Test
    void shouldWriteTenThousandLeaves() throws IOException {
        // Given
        JobHome home = new JobHome(folder, DemoData.SCHEMA, DemoData.partitions(10_000));
        addDemo(home, new DemoData(40_000, 4, 5_000, 1));
        // When
        Manifest manifest = manifestOfSpark(home, new ColumnarSort());
        // Then
        assertThat(manifest.files().stream().map(DataFile::cutFor).distinct().count())
                .isEqualTo(manifest.files().size())
                .isGreaterThan(9_000);
        assertThat(manifest.files().stream().mapToLong(DataFile::rowCount).sum())
                .isEqualTo(40_000);
        assertThat(home.dataFiles()).containsExactlyInAnyOrderElementsOf(home.filesOf(manifest));
        assertThat(home.commit(SPARK)).isInstanceOf(Verdict.Committed.class);
    }
}
