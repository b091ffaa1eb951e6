package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.Util;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.run.KernelEngine;
import sleeper.run.StopSignal;
import sleeper.sort.SortProgress;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.format.FooterReader;
import sleeper.statestore.instance.InstanceStores;

/** What the ingest task refuses, each algorithm refuses in the same words, by one try at the task that met it. */
class RefusedInputIT {
    private static final Schema SCHEMA = schema(Field.required("n", PrimitiveType.LONG));
    private static final WriteSettings SMALL_GROUPS =
            WriteSettings.builder().rowGroupBytes(1 << 16).build();
    private static final int ROWS = 20_000;

    @TempDir
    private Path folder;

    private final List<String> tries = new ArrayList<>();
    private SparkOptions options;
    private JobHome home;

    @BeforeEach
    void open() throws IOException {
        options = SparkOptions.set(SparkOptions.RETRIES);
        home = new JobHome(folder, SCHEMA, PartitionTree.single(1));
        home.addInput(rows(row -> row));
    }

    @AfterEach
    void giveTheOptionsBack() {
        options.close();
    }

    private static Schema schema(Field number) {
        return new Schema(
                List.of(Field.required("key", PrimitiveType.LONG)),
                List.of(),
                List.of(number, Field.required("b", PrimitiveType.BYTEARRAY)));
    }

    private static List<Map<String, Object>> rows(Function<Long, Object> number) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("key", (long) i);
                    row.put("n", number.apply((long) i));
                    row.put("b", new byte[] {(byte) i, 1, 2, 3, (byte) (i >> 8)});
                    return row;
                })
                .toList();
    }

    private FilePath write(Schema schema, List<Map<String, Object>> rows) throws IOException {
        return home.write("bad", schema, rows, SMALL_GROUPS).get(0);
    }

    private record Refused(List<Fault> faults, Map<String, List<Fault>> bySpark) {}

    /** Runs the ingest task and then each algorithm, each as an attempt of its own. */
    private Refused refused() {
        return refused(home.instance(), home.environment());
    }

    private Refused refused(InstanceStores stores, Map<String, String> environment) {
        AttemptId task = JobHome.attempt("task", 1);
        home.plan(task);
        return refused(task, stores, environment, () -> {});
    }

    private Refused refused(
            AttemptId task, InstanceStores stores, Map<String, String> environment, Runnable afterPlanning) {
        Map<String, Algorithm> algorithms = new LinkedHashMap<>();
        algorithms.put("columnar", new ColumnarSort());
        algorithms.put("dataframe", new DataframeSort());
        algorithms.put("rdd", new RddSort());
        algorithms.keySet().forEach(name -> home.plan(JobHome.attempt(name, 1)));
        afterPlanning.run();
        assertThat(home.run(stores, task, new KernelEngine(SortProgress.NONE), new StopSignal()))
                .isFalse();
        Map<String, List<Fault>> bySpark = new LinkedHashMap<>();
        algorithms.forEach((name, algorithm) -> {
            AttemptId attempt = JobHome.attempt(name, 1);
            SparkEngine engine = new SparkEngine(
                    work -> {
                        countTries(work.context().sc());
                        return algorithm.sort(work);
                    },
                    environment,
                    SortProgress.NONE);
            assertThat(home.run(stores, attempt, engine, new StopSignal())).isFalse();
            bySpark.put(name, home.faults(attempt));
        });
        return new Refused(home.faults(task), bySpark);
    }

    private void countTries(SparkContext context) {
        context.addSparkListener(new SparkListener() {
            @Override
            public synchronized void onTaskStart(SparkListenerTaskStart started) {
                if (started.taskInfo().attemptNumber() > 0) {
                    tries.add(started.taskInfo().id());
                }
            }
        });
    }

    private void assertSame(Refused refused, ErrorCode code) throws IOException {
        assertThat(refused.faults()).extracting(Fault::code).containsExactly(code);
        assertThat(refused.bySpark())
                .allSatisfy(
                        (algorithm, faults) -> assertThat(faults).as(algorithm).isEqualTo(refused.faults()));
        assertThat(tries).isEmpty();
        assertThat(home.dataFiles()).isEmpty();
    }

    @Test
    void shouldRefuseADamagedPageByRowGroupAndColumn() throws IOException {
        // Given a page of the third row group that is not what its checksum says
        FilePath bad = write(SCHEMA, rows(row -> row));
        var group = FooterReader.read(home.instance()
                        .files()
                        .open(
                                bad,
                                home.instance().files().find(bad).orElseThrow().version()))
                .rowGroups()
                .get(2);
        var column = group.getColumns().get(1).getMeta_data();
        byte[] bytes = Files.readAllBytes(home.onDisk(bad));
        bytes[(int) (column.getData_page_offset() + column.getTotal_compressed_size() - 1)] ^= 1;
        Files.write(home.onDisk(bad), bytes);
        home.add(bad);
        // When
        Refused refused = refused();
        // Then
        assertSame(refused, ErrorCode.CORRUPT_FILE);
        assertThat(refused.faults().get(0).where()).isEqualTo(bad + ", row group 2, column 'n'");
    }

    @Test
    void shouldRefuseANullInARequiredField() throws IOException {
        home.add(write(schema(Field.nullable("n", PrimitiveType.LONG)), rows(row -> row == 3_000 ? null : row)));
        assertSame(refused(), ErrorCode.NULL_VALUE);
    }

    @Test
    void shouldRefuseAValueThatTheFieldCannotHold() throws IOException {
        // Given a file of unsigned numbers, with the largest that there is
        FilePath bad = write(SCHEMA, rows(row -> row == 3_000 ? -1L : row));
        makeUnsigned(home.onDisk(bad));
        home.add(bad);
        // When / Then
        assertSame(refused(), ErrorCode.VALUE_OUT_OF_RANGE);
    }

    /** Has a file's footer say that its second column is of unsigned numbers. */
    private static void makeUnsigned(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int from = bytes.length - 8 - end.getInt(bytes.length - 8);
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, from, bytes.length - 8 - from));
        footer.getSchema()
                .get(2)
                .setConverted_type(ConvertedType.UINT_64)
                .setLogicalType(LogicalType.INTEGER(new IntType((byte) 64, false)));
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, from);
        Util.writeFileMetaData(footer, changed);
        byte[] tail = {0, 0, 0, 0, 'P', 'A', 'R', '1'};
        ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).putInt(changed.size() - from);
        changed.write(tail);
        Files.write(file, changed.toByteArray());
    }

    @Test
    void shouldRefuseAValueThatIsTooLong() throws IOException {
        Map<String, Object> row = new LinkedHashMap<>(rows(n -> n).get(0));
        row.put("b", new byte[65 << 20]);
        home.add(write(SCHEMA, List.of(row)));
        assertSame(refused(), ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void shouldRefuseAFileThatWasReplacedAfterPlanning() throws IOException {
        // Given
        FilePath bad = write(SCHEMA, rows(row -> row));
        home.add(bad);
        AttemptId task = JobHome.attempt("task", 1);
        home.plan(task);
        // When
        Refused refused = refused(task, home.instance(), home.environment(), () -> replace(home.onDisk(bad)));
        // Then
        assertSame(refused, ErrorCode.INPUT_CHANGED);
    }

    private static void replace(Path file) {
        try {
            Path other = file.resolveSibling("other");
            Files.copy(file, other);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseAFileThatWasDeletedAfterPlanning() throws IOException {
        // Given
        FilePath bad = write(SCHEMA, rows(row -> row));
        home.add(bad);
        AttemptId task = JobHome.attempt("task", 1);
        home.plan(task);
        // When
        Refused refused = refused(
                task,
                home.instance(),
                home.environment(),
                () -> assertThat(home.onDisk(bad).toFile().delete()).isTrue());
        // Then
        assertSame(refused, ErrorCode.INPUT_CHANGED);
    }

    @Test
    void shouldRefuseAFileThatMayNotBeRead() throws IOException {
        // Given
        home.add(write(SCHEMA, rows(row -> row)));
        Trouble trouble = new Trouble(Moment.READ, "in/bad", Trouble.ALWAYS, Kind.FORBIDDEN);
        // When
        Refused refused = refused(
                new FaultyInstance(home.instance(), trouble), FaultyInstance.environment(home.folder(), trouble));
        // Then
        assertSame(refused, ErrorCode.FILE_FORBIDDEN);
    }
}
