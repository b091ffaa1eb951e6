package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.bulkimport.job.runner.columnar.ColumnarSort;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.partition.PartitionTree;
import sleeper.run.KernelEngine;
import sleeper.sort.SortProgress;
import sleeper.sort.demo.DemoData;

/** What memory does not hold goes into Spark's local directories, and Spark's own metrics say how much. */
@Tag("long")
class SpillIT {
    private static final AttemptId OF_TASK = JobHome.attempt("task", 1);
    private static final AttemptId OF_SPARK = JobHome.attempt("spark", 1);
    private static final PartitionTree TREE = DemoData.partitions(4);
    private static final int ROWS = 400_000;
    private static final long ROW_BYTES = 28;
    private static final long RESERVED_BYTES = 300L << 20;

    @TempDir
    private Path folder;

    private JobHome home;

    @BeforeEach
    void planFourLeavesForOneTask() throws IOException {
        home = new JobHome(folder.resolve("home"), DemoData.SCHEMA, TREE);
        for (FilePath file :
                new DemoData(ROWS, 4, 20_000, 1).write(home.instance().files(), new FilePath("in", "demo"), 2)) {
            home.add(file);
        }
        home.plan(OF_TASK);
        assertThat(home.run(OF_TASK, new KernelEngine(SortProgress.NONE))).isTrue();
        home.plan(OF_SPARK);
        System.setProperty("spark.sql.shuffle.partitions", "1");
        System.setProperty("spark.extraListeners", SpillWatcher.class.getName());
    }

    @AfterEach
    void clearProperties() {
        for (String name : new String[] {
            "spark.sql.shuffle.partitions",
            "spark.extraListeners",
            "spark.memory.fraction",
            "spark.shuffle.sort.bypassMergeThreshold"
        }) {
            System.clearProperty(name);
        }
    }

    private SpillWatcher run(Map<String, String> properties) {
        properties.forEach(System::setProperty);
        boolean done = home.run(OF_SPARK, new SparkEngine(new ColumnarSort(), home.environment(), SortProgress.NONE));
        assertThat(done).isTrue();
        SameRows.assertSame(home, DemoData.SCHEMA, TREE, home.manifest(OF_SPARK), home.manifest(OF_TASK));
        return SpillWatcher.last();
    }

    @Test
    void shouldSpillWhereSparkLetsItAndCountItWhereSparkShowsIt() throws IOException {
        // Given a quarter of what the rows take
        // When
        SpillWatcher watcher = run(Map.of("spark.memory.fraction", fractionOf(ROWS * ROW_BYTES / 4)));
        // Then three quarters of them at least have gone to disk
        assertThat(watcher.reduceDiskBytes()).isGreaterThan(ROWS * ROW_BYTES * 3 / 4);
        assertThat(watcher.reduceMemoryBytes()).isEqualTo(watcher.reduceDiskBytes());
        assertThat(watcher.filesMade()).isNotEmpty().allMatch(name -> name.startsWith("sleeper-"));
    }

    /** @return the part of this machine's heap that makes so many bytes for Spark to share out */
    private static String fractionOf(long bytes) {
        return Double.toString((double) bytes / (Runtime.getRuntime().maxMemory() - RESERVED_BYTES));
    }

    @Test
    void shouldLeaveMemoryForTheShuffleThatSortsWhatIsRead() throws IOException {
        // Given a shuffle that collects what map tasks give, as it does for more than 200 reduce tasks
        Map<String, String> properties = Map.of(
                "spark.sql.shuffle.partitions", "4",
                "spark.shuffle.sort.bypassMergeThreshold", "1",
                "spark.memory.fraction", fractionOf(48 << 20));
        // Then each row is there, though batches as large as they may be take more than there is
        assertThat(run(properties).reduceDiskBytes()).isNotNegative();
    }

    @Test
    void shouldSpillNothingThatMemoryHolds() throws IOException {
        // When
        SpillWatcher watcher = run(Map.of());
        // Then
        assertThat(watcher.reduceDiskBytes()).isZero();
        assertThat(watcher.reduceMemoryBytes()).isZero();
        assertThat(watcher.filesMade()).isEmpty();
    }
}
