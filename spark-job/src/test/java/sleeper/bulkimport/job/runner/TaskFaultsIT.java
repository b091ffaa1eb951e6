package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.bulkimport.job.runner.Trouble.Kind;
import sleeper.bulkimport.job.runner.Trouble.Moment;
import sleeper.bulkimport.job.runner.columnar.ColumnarSort;
import sleeper.bulkimport.job.runner.dataframe.DataframeSort;
import sleeper.bulkimport.job.runner.rdd.RddSort;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.WrittenFile;
import sleeper.run.KernelEngine;
import sleeper.run.StopSignal;
import sleeper.sort.SortProgress;
import sleeper.sort.demo.DemoData;

/** What tasks meet of their machine: another try mends it, or the job says what it was and leaves no file. */
class TaskFaultsIT {
    private static final AttemptId SPARK = JobHome.attempt("spark", 1);
    private static final AttemptId TASK = JobHome.attempt("task", 1);
    private static final PartitionTree TREE = DemoData.partitions(8);
    private static final String OF_TABLE = "sleeper-tables";

    @TempDir
    private Path folder;

    private final Set<Integer> stageAttempts = new ConcurrentSkipListSet<>();
    private SparkOptions options = SparkOptions.set(Map.of());
    private JobHome home;

    static Stream<Algorithm> algorithms() {
        return Stream.of(new ColumnarSort(), new DataframeSort(), new RddSort());
    }

    @BeforeEach
    void plan() throws IOException {
        home = new JobHome(folder, DemoData.SCHEMA, TREE);
        for (FilePath file :
                new DemoData(40_000, 4, 5_000, 1).write(home.instance().files(), new FilePath("in", "d"), 1)) {
            home.add(file);
        }
        home.plan(SPARK);
    }

    @AfterEach
    void giveTheOptionsBack() {
        options.close();
    }

    private boolean run(Algorithm algorithm, Trouble trouble) {
        SparkEngine engine = new SparkEngine(
                work -> {
                    countStages(work.context().sc());
                    return algorithm.sort(work);
                },
                FaultyInstance.environment(home.folder(), trouble),
                SortProgress.NONE);
        return home.run(home.instance(), SPARK, engine, new StopSignal());
    }

    private void countStages(SparkContext context) {
        context.addSparkListener(new SparkListener() {
            @Override
            public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
                stageAttempts.add(submitted.stageInfo().attemptNumber());
            }
        });
    }

    private void assertSameTable() throws IOException {
        assertThat(home.dataFiles()).containsExactlyInAnyOrderElementsOf(home.filesOf(home.manifest(SPARK)));
        home.plan(TASK);
        assertThat(home.run(TASK, new KernelEngine(SortProgress.NONE))).isTrue();
        SameRows.assertSame(home, DemoData.SCHEMA, TREE, home.manifest(SPARK), home.manifest(TASK));
    }

    private Fault onlyFault() {
        List<Fault> faults = home.faults(SPARK);
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).message()).doesNotContain("\tat ", "org.apache.spark", "Job aborted");
        return faults.get(0);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldTakeBackTheFilesOfTasksThatEndedWellBeforeTheJobFailed(Algorithm algorithm) throws IOException {
        // Given a disk that is full when most files are there
        boolean done = run(algorithm, new Trouble(Moment.COMMIT, OF_TABLE, 12, Kind.DISK_FULL));
        // Then
        assertThat(done).isFalse();
        assertThat(onlyFault().code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(home.dataFiles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldSayThatATaskFoundTooLittleMemory(Algorithm algorithm) throws IOException {
        boolean done = run(algorithm, new Trouble(Moment.CREATE, OF_TABLE, 3, Kind.OUT_OF_MEMORY));

        assertThat(done).isFalse();
        assertThat(onlyFault())
                .isEqualTo(new Fault(
                        ErrorCode.OUT_OF_MEMORY,
                        "the Spark job",
                        "java.lang.OutOfMemoryError: Java heap space",
                        "a larger heap",
                        "Give the job's executors more memory, and retry the job."));
        assertThat(home.dataFiles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldSayOfFilesThatCannotBeWrittenWhatTheIngestTaskSays(Algorithm algorithm) throws IOException {
        boolean done = run(algorithm, new Trouble(Moment.CREATE, OF_TABLE, Trouble.ALWAYS, Kind.FORBIDDEN));

        assertThat(done).isFalse();
        Fault fault = onlyFault();
        assertThat(fault.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(fault.where()).isEqualTo("the sort's files");
        assertThat(fault.found()).matches("sleeper-tables/events/data/p\\S+\\.parquet: permission denied");
        assertThat(home.dataFiles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldTellAFaultOfTheProgramFromALostTask(Algorithm algorithm) throws IOException {
        boolean done = run(algorithm, new Trouble(Moment.CREATE, OF_TABLE, Trouble.ALWAYS, Kind.BROKEN));

        assertThat(done).isFalse();
        assertThat(onlyFault())
                .isEqualTo(Fault.of(ErrorCode.INTERNAL, "the Spark job", "nothing is as it should be", ""));
        assertThat(home.dataFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void shouldPutNoManifestThatHasNotEachRowOnce(int more) throws IOException {
        // Given rows that went missing on their way, or came twice
        SparkEngine engine = new SparkEngine(
                work -> {
                    List<WrittenFile> files = new ArrayList<>(new ColumnarSort().sort(work));
                    return more < 0 ? files.subList(1, files.size()) : twice(files);
                },
                home.environment(),
                SortProgress.NONE);
        // When / Then
        assertThat(home.run(SPARK, engine)).isFalse();
        assertThat(onlyFault().message())
                .matches(
                        "INTERNAL at the Spark job: found \\d+ rows in its files; allowed: 40000 rows, as in its input\\..*");
        assertThat(home.instance().jobs().manifest(SPARK)).isEmpty();
        assertThat(home.dataFiles()).isEmpty();
    }

    private static List<WrittenFile> twice(List<WrittenFile> files) {
        files.add(files.get(0));
        return files;
    }

    @Test
    void shouldSayThatTheClusterIsGone() {
        // Given an application that is stopped before its tasks run
        SparkEngine engine = new SparkEngine(
                work -> {
                    work.context().stop();
                    return new ColumnarSort().sort(work);
                },
                home.environment(),
                SortProgress.NONE);
        // When / Then
        assertThat(home.run(SPARK, engine)).isFalse();
        assertThat(onlyFault())
                .isEqualTo(Fault.of(
                        ErrorCode.TASK_LOST,
                        "the Spark job",
                        "no application any more: local[2] has ended it, or does not answer",
                        ""));
    }

    @Test
    void shouldTryAgainWhatADiskHadNoRoomFor() throws IOException {
        options = SparkOptions.set(SparkOptions.RETRIES);
        assertThat(run(new ColumnarSort(), new Trouble(Moment.COMMIT, OF_TABLE, 5, Kind.DISK_FULL)))
                .isTrue();
        assertSameTable();
    }

    @Test
    void shouldTryAgainWhereNobodyAnswersWhetherAFileWasWritten() throws IOException {
        // Given a file that is there
        options = SparkOptions.set(SparkOptions.RETRIES);
        assertThat(run(new ColumnarSort(), new Trouble(Moment.COMMITTED, OF_TABLE, 5, Kind.UNANSWERED)))
                .isTrue();
        // Then it is not among those that stay
        assertSameTable();
    }

    @Test
    void shouldNotBlameWhatAnotherTryHasMended() {
        // Given a disk that was full once, and an application that is stopped long after that
        options = SparkOptions.set(SparkOptions.RETRIES);
        Algorithm stopped = work -> {
            List<WrittenFile> unused = new ColumnarSort().sort(work);
            work.context().stop();
            return new ColumnarSort().sort(work);
        };
        // When
        boolean done = run(stopped, new Trouble(Moment.COMMIT, OF_TABLE, 5, Kind.DISK_FULL));
        // Then
        assertThat(done).isFalse();
        assertThat(onlyFault().code()).isEqualTo(ErrorCode.TASK_LOST);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldReadAgainWhatTheShuffleHasLostAndWriteEachRowOnce(Algorithm algorithm) throws IOException {
        // Given what the map tasks have left is gone when some files are there
        options = SparkOptions.set(Map.of(
                "spark.master", "local[2,4]",
                "spark.sql.shuffle.partitions", "8",
                "spark.default.parallelism", "8"));
        // When
        boolean done = run(algorithm, new Trouble(Moment.CREATE, OF_TABLE, 3, Kind.SHUFFLE_GONE));
        // Then
        assertThat(done).isTrue();
        assertThat(stageAttempts).contains(1);
        assertSameTable();
    }

    @Test
    void shouldWriteEachRowOnceWhereTheRowsOfOneKeyGoToSeveralTasksInTurn() throws IOException {
        // Given rows of one key, which several tasks share
        home = new JobHome(folder.resolve("even"), DemoData.SCHEMA, TREE);
        for (int file = 0; file < 4; file++) {
            String value = "v" + file + "-";
            home.addInput(IntStream.range(0, 10_000)
                    .<Map<String, Object>>mapToObj(i -> Map.of("key", "only", "timestamp", 7L, "value", value + i))
                    .toList());
        }
        home.plan(SPARK);
        // When some of them have written, and the others must have the rows dealt again
        options = SparkOptions.set(SparkOptions.RETRIES);
        assertThat(run(new ColumnarSort(), new Trouble(Moment.CREATE, OF_TABLE, 3, Kind.SHUFFLE_GONE)))
                .isTrue();
        // Then
        assertThat(stageAttempts).contains(1);
        assertThat(home.manifest(SPARK).files()).hasSizeGreaterThan(1);
        assertSameTable();
    }
}
