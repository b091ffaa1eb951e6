package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.bulkimport.job.runner.columnar.ColumnarSort;
import sleeper.bulkimport.job.runner.dataframe.DataframeSort;
import sleeper.bulkimport.job.runner.rdd.RddSort;
import sleeper.core.job.AttemptId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.run.KernelEngine;
import sleeper.sort.SortProgress;
import sleeper.testkit.data.RandomPartitions;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

/** The algorithms and the ingest task give the same key sequence in each partition, and the same rows. */
class SameTableIT {
    private static final AttemptId OF_TASK = JobHome.attempt("task", 1);

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("sleeper.spark.seeds", 6));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheRowsThatTheIngestTaskGives(long seed) throws Exception {
        // Given a random table, and files of random rows
        Random random = new Random(seed);
        Schema schema = new RandomTables(seed).schema();
        RandomRows rows = new RandomRows(schema, seed);
        PartitionTree tree = RandomPartitions.of(schema, rows, random.nextInt(40), seed);
        JobHome home = new JobHome(folder, schema, tree);
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            home.addInput(rows.rows(random.nextInt(3_000)));
        }
        home.plan(OF_TASK);
        assertThat(home.run(OF_TASK, new KernelEngine(SortProgress.NONE))).isTrue();
        Map<String, Algorithm> algorithms = new LinkedHashMap<>();
        algorithms.put("columnar", new ColumnarSort());
        algorithms.put("columnar-cut", new ColumnarSort(1, 1));
        algorithms.put("dataframe", new DataframeSort());
        algorithms.put("rdd", new RddSort());
        for (Map.Entry<String, Algorithm> algorithm : algorithms.entrySet()) {
            // When
            AttemptId attempt = JobHome.attempt(algorithm.getKey(), 1);
            home.plan(attempt);
            boolean done =
                    home.run(attempt, new SparkEngine(algorithm.getValue(), home.environment(), SortProgress.NONE));
            // Then
            assertThat(done).as(algorithm.getKey()).isTrue();
            SameRows.assertSame(home, schema, tree, home.manifest(attempt), home.manifest(OF_TASK));
        }
    }
}
