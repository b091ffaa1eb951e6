package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.bulkimport.job.hadoop.SourceFiles;
import sleeper.bulkimport.job.runner.columnar.ColumnarSort;
import sleeper.bulkimport.job.runner.dataframe.DataframeSort;
import sleeper.bulkimport.job.runner.rdd.RddSort;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.source.LeftOut;
import sleeper.run.StopSignal;
import sleeper.run.Work;
import sleeper.sort.SortProgress;
import sleeper.sort.encode.WriteSettings;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;
import sleeper.testkit.data.RandomPartitions;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

/** Sources outside buckets, which the driver finds, checks and pins before anything is written. */
class DriverSourcesIT {
    private static final long SEED = 3;
    private static final AttemptId ATTEMPT = JobHome.attempt("outside", 1);

    @TempDir
    private Path folder;

    private final Schema schema = new RandomTables(SEED).schema();
    private final RandomRows rows = new RandomRows(schema, SEED);
    private final PartitionTree tree = RandomPartitions.of(schema, rows, 5, SEED);
    private final List<Map<String, Object>> added = new ArrayList<>();
    private JobHome home;

    static Stream<Algorithm> algorithms() {
        return Stream.of(new ColumnarSort(), new DataframeSort(), new RddSort());
    }

    @BeforeEach
    void createTable() {
        home = new JobHome(folder, schema, tree);
    }

    private void addInput() throws Exception {
        List<Map<String, Object>> some = rows.rows(500);
        home.addInput(some);
        added.addAll(some);
    }

    private boolean run(Algorithm algorithm) {
        return home.run(ATTEMPT, new SparkEngine(algorithm, home.environment(), SortProgress.NONE));
    }

    private void assertRefused(ErrorCode... codes) throws Exception {
        assertThat(run(new ColumnarSort())).isFalse();
        assertThat(home.faults(ATTEMPT)).extracting(Fault::code).containsExactly(codes);
        assertThat(home.dataFiles()).isEmpty();
    }

    private JobPlan stored() {
        return home.instance().jobs().plan(ATTEMPT).orElseThrow();
    }

    private List<String> loaded() {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Partition leaf : stored().partitions().leaves()) {
            found.addAll(home.rows(home.manifest(ATTEMPT), leaf.region()));
        }
        return described(found);
    }

    private static List<String> described(List<Map<String, Object>> rows) {
        return rows.stream().map(Values::describe).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldLoadWhatLiesOutsideBucketsWithWhatLiesInThem(Algorithm algorithm) throws Exception {
        // Given two files and a marker outside, and one in a bucket
        addInput();
        addInput();
        Path outside = home.moveOutside();
        Files.createFile(outside.resolve("_SUCCESS"));
        addInput();
        home.plan(ATTEMPT);
        // When
        boolean done = run(algorithm);
        // Then
        assertThat(done).isTrue();
        assertThat(loaded()).isEqualTo(described(added));
        // And the plan that others read from now on has all files, by their URIs, with length, time and rows
        assertThat(stored().unresolved()).isEmpty();
        assertThat(stored().inputRows()).isEqualTo(added.size());
        assertThat(stored().leftOut())
                .containsExactly(new LeftOut(LeftOut.Reason.MARKER, 1, List.of("file://" + outside + "/_SUCCESS")));
        assertThat(stored().inputs()).hasSize(3);
        for (InputFile input : stored().inputs().subList(1, 3)) {
            Path file = Path.of(input.path().toString().substring("file://".length()));
            assertThat(input.version().lengthBytes()).isEqualTo(Files.size(file));
            assertThat(input.version().tag())
                    .isEqualTo(
                            Instant.ofEpochMilli(Files.getLastModifiedTime(file).toMillis())
                                    .toString());
        }
    }

    /** One driver has split the table for its rows, and written its files. */
    private JobPlan splitByADriver() throws Exception {
        addInput();
        addInput();
        addInput();
        addInput();
        Path unused = home.moveOutside();
        addInput();
        home.plan(ATTEMPT, Map.of(BulkImportSettings.MIN_LEAF_PARTITIONS.name(), "20"));
        assertThat(run(new ColumnarSort())).isTrue();
        return stored();
    }

    private List<Partition> leavesOfTheTable() {
        return log().state().table().orElseThrow().partitions().leaves();
    }

    private TableLog log() {
        return home.instance().tables().log(JobHome.TABLE);
    }

    @Test
    void shouldSplitATableWithTooFewLeavesByAllFilesBeforeItWrites() throws Exception {
        // When
        JobPlan plan = splitByADriver();
        // Then the plan that others read has the leaves that files are cut for
        assertThat(plan.partitions().leaves()).hasSize(20).isEqualTo(leavesOfTheTable());
        assertThat(plan.warnings())
                .contains("The table was split by a sample of the input, from "
                        + tree.leaves().size() + " leaf partitions into 20.");
        assertThat(loaded()).isEqualTo(described(added));
        assertThat(home.manifest(ATTEMPT).files())
                .extracting(file -> file.cutFor())
                .allMatch(region -> plan.partitions().leaves().stream()
                        .anyMatch(leaf -> leaf.region().equals(region)));
        // and each leaf has its share of the rows, by files in buckets and outside
        assertThat(plan.partitions().leaves())
                .allSatisfy(leaf -> assertThat(home.rows(home.manifest(ATTEMPT), leaf.region()))
                        .hasSizeBetween(added.size() / 60, added.size() / 7));
    }

    @Test
    void shouldNotSplitAgainForASecondDriver() throws Exception {
        // Given
        JobPlan first = splitByADriver();
        long slot = log().state().slot();
        home.instance().jobs().removeManifest(ATTEMPT);
        // When
        boolean done = run(new DataframeSort());
        // Then
        assertThat(done).isTrue();
        assertThat(stored()).isEqualTo(first);
        assertThat(log().state().slot()).isEqualTo(slot);
    }

    /** What comes after the files of an attempt that the driver has split the table for, and after another split. */
    private JobPlan excludedAfterAnotherSplit() throws Exception {
        JobPlan plan = splitByADriver();
        assertThat(home.dataFiles()).isNotEmpty();
        KeyValue cut = home
                .rows(home.manifest(ATTEMPT), plan.partitions().leaves().get(7).region())
                .stream()
                .map(row -> RandomPartitions.value(
                        row.get(schema.rowKeyFields().get(0).name())))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(log().split(
                                plan.incarnation(),
                                List.of(new LeafCut(
                                        plan.partitions().leaves().get(7).id(), 0, cut))))
                .isInstanceOf(Verdict.Done.class);
        assertThat(home.exclude(ATTEMPT)).isInstanceOf(Verdict.Excluded.class);
        return plan;
    }

    @Test
    void shouldLeaveNothingToTearDownWhateverLeavesFilesWereCutFor() throws Exception {
        JobPlan plan = excludedAfterAnotherSplit();

        assertThat(log().deleteReleased(ATTEMPT, plan.partitions().leaves())).isPositive();

        assertThat(home.dataFiles()).isEmpty();
    }

    @Test
    void shouldLeaveNothingToGarbageCollectionWhateverLeavesFilesWereCutFor() throws Exception {
        var unused = excludedAfterAnotherSplit();

        home.collect();

        assertThat(home.dataFiles()).isEmpty();
    }

    @Test
    void shouldRefuseASourceThatIsNotThere() throws Exception {
        home.addOutside("file://" + folder + "/nowhere");
        home.plan(ATTEMPT);

        assertRefused(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void shouldRefuseASchemeThatNoFileSystemHas() throws Exception {
        home.addOutside("nowhere://host/in/");
        home.plan(ATTEMPT);

        assertRefused(ErrorCode.FILE_FORBIDDEN);
    }

    @Test
    void shouldTellAllThatIsWrongWithTheFiles() throws Exception {
        // Given a file that is no Parquet, and another that is cut off, before and behind a good one
        addInput();
        Path outside = home.moveOutside();
        Files.writeString(outside.resolve("0.parquet"), "no Parquet at all, but long enough");
        byte[] good = Files.readAllBytes(outside.resolve("0-0.parquet"));
        Files.write(outside.resolve("z.parquet"), Arrays.copyOf(good, good.length - 10));
        home.plan(ATTEMPT);
        // When / Then
        assertThat(run(new ColumnarSort())).isFalse();
        assertThat(home.faults(ATTEMPT))
                .extracting(fault -> fault.location().file())
                .containsExactly("file://" + outside + "/0.parquet", "file://" + outside + "/z.parquet");
        assertThat(home.dataFiles()).isEmpty();
        assertThat(stored().unresolved()).as("nothing was resolved").isNotEmpty();
    }

    @Test
    void shouldRefuseFilesOfAnotherTable() throws Exception {
        // Given
        Schema other = new RandomTables(SEED + 1).schema();
        JobHome elsewhere = new JobHome(
                folder.resolve("elsewhere"),
                other,
                new PartitionTree(other.rowKeyFields().size(), new PartitionTree.Leaf()));
        elsewhere.addInput(new RandomRows(other, SEED).rows(10));
        home.addOutside("file://" + elsewhere.moveOutside() + "/");
        home.plan(ATTEMPT);
        // When / Then
        assertThat(run(new ColumnarSort())).isFalse();
        assertThat(home.faults(ATTEMPT))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.location().file()).startsWith("file://"));
        assertThat(home.dataFiles()).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatTwoSourcesName() throws Exception {
        addInput();
        Path outside = home.moveOutside();
        home.addOutside("file://" + outside + "/0-0.parquet");
        home.plan(ATTEMPT);

        assertRefused(ErrorCode.DUPLICATE_FILE);
    }

    @Test
    void shouldCheckNoMoreFilesWhenItIsAskedToStop() throws Exception {
        // Given many files, of which the first to be opened has the run stopped
        Path many = Files.createDirectories(folder.resolve("many"));
        Path one = home.onDisk(
                home.write("one", schema, rows.rows(10), WriteSettings.DEFAULT).get(0));
        for (int i = 0; i < 50; i++) {
            Files.copy(one, many.resolve(i + ".parquet"));
        }
        home.addOutside("hdfs://" + many + "/");
        home.plan(ATTEMPT);
        StopSignal stop = StoppingFileSystem.begin();
        // When
        boolean done;
        SparkOptions options = SparkOptions.set(Map.of(
                "spark.hadoop.fs.hdfs.impl",
                StoppingFileSystem.class.getName(),
                "spark.hadoop.fs.hdfs.impl.disable.cache",
                "true"));
        try (options) {
            done = home.run(ATTEMPT, new SparkEngine(new ColumnarSort(), home.environment(), SortProgress.NONE), stop);
        }
        // Then
        assertThat(done).isFalse();
        assertThat(StoppingFileSystem.opens()).isBetween(1, 8);
        assertThat(stored().unresolved()).as("nothing was resolved").isNotEmpty();
    }

    @Test
    void shouldGoByThePlanOfTheDriverThatWasFirst() throws Exception {
        // Given another driver of the attempt that has seen one file
        addInput();
        Path outside = home.moveOutside();
        home.plan(ATTEMPT);
        assertThat(run(new ColumnarSort())).isTrue();
        JobPlan first = stored();
        home.instance().jobs().removeManifest(ATTEMPT);
        // When a file comes before this one looks
        Files.copy(outside.resolve("0-0.parquet"), outside.resolve("late.parquet"));
        // Then
        assertThat(run(new ColumnarSort())).isTrue();
        assertThat(loaded()).isEqualTo(described(added));
        assertThat(stored()).isEqualTo(first);
    }

    @Test
    void shouldRegisterNoFilesThatTheDriverThatWasFirstHasNot() throws Exception {
        // Given a driver that has the attempt's plan as it was before another has put the resolved one
        addInput();
        Path outside = home.moveOutside();
        JobPlan unresolved = home.plan(ATTEMPT);
        assertThat(run(new ColumnarSort())).isTrue();
        // When it sees a file that the other has not seen
        Files.copy(outside.resolve("0-0.parquet"), outside.resolve("late.parquet"));
        Work work = new Work(
                unresolved,
                home.instance(),
                home.instance().tables().log(JobHome.TABLE).storage().location(),
                "run",
                folder,
                new StopSignal());
        FileStore files = new SourceFiles(home.instance().files(), new Configuration());
        Work resolved = new DriverSources(files).resolve(work);
        // Then it reads what the other reads, and no later job is told that the file is loaded
        assertThat(resolved.plan()).isEqualTo(stored());
        InputFile loaded = stored().inputs().get(0);
        FilePath path = loaded.path();
        FilePath latePath = new FilePath(path.bucket(), path.key().replace("0-0", "late"));
        InputFile late =
                new InputFile(latePath, files.find(latePath).orElseThrow().version(), 500, 1);
        assertThat(home.instance()
                        .jobs()
                        .jobsWithInputs(JobHome.TABLE, List.of(loaded, late), new JobId("later"))
                        .keySet())
                .containsExactly(loaded);
    }

    @Test
    void shouldStopAtAFileThatChangedAfterItWasPinned() throws Exception {
        Path file = pinnedByADriverThatDied();

        Files.setLastModifiedTime(file, FileTime.fromMillis(0));

        assertThat(run(new ColumnarSort())).isFalse();
        assertThat(home.faults(ATTEMPT)).extracting(Fault::code).containsExactly(ErrorCode.INPUT_CHANGED);
    }

    @Test
    void shouldStopAtAFileThatWentAfterItWasPinned() throws Exception {
        Path file = pinnedByADriverThatDied();

        Files.delete(file);

        assertThat(run(new ColumnarSort())).isFalse();
        assertThat(home.faults(ATTEMPT)).extracting(Fault::code).containsExactly(ErrorCode.INPUT_CHANGED);
    }

    private Path pinnedByADriverThatDied() throws Exception {
        addInput();
        Path outside = home.moveOutside();
        home.plan(ATTEMPT);
        assertThat(run(new ColumnarSort())).isTrue();
        home.instance().jobs().removeManifest(ATTEMPT);
        return outside.resolve("0-0.parquet");
    }
}
