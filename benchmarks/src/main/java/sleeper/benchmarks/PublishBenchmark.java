package sleeper.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.ValueBounds;
import sleeper.core.table.WrittenFile;
import sleeper.iceberg.IcebergView.Published;
import sleeper.lambda.view.TableViews;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Surroundings;

/**
 * How long does it take to publish a commit to a table's Iceberg view, in a process that has published before?
 *
 * <p>Data: a table of 16 leaves with the demo's three columns, whose log and view have {@code before} commits of 16 files, one every six
 * minutes; each measured publication shows one commit of {@code files} files, whose run told of their columns. Files are names alone:
 * a publication opens none.
 *
 * <p>Bars: 16 files in 50 ms; 150,000 in 3 s and a heap of 512 MiB; after 10,000 commits at most twice what it takes after 100. The folder
 * is {@code java.io.tmpdir}'s file system, whose fsync is part of the figure: a publication makes four files.
 *
 * <pre>benchmarks/jmh.sh PublishBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class PublishBenchmark {
    private static final TableName TABLE = new TableName("t");
    private static final int LEAVES = 16;
    private static final int USUAL_FILES = 16;
    private static final String DIGEST = "d".repeat(64);

    /** Files of the commit that is published. */
    @Param({"16", "150000"})
    public int files;

    /** Commits before it. */
    @Param({"0", "100", "10000"})
    public int before;

    private Path home;
    private FileInstance instance;
    private TableLog log;
    private String incarnation;
    private List<Partition> leaves;
    private int jobs;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** Loads what was before. */
    @Setup(Level.Trial)
    public void load() throws IOException {
        home = TemporaryFolder.create();
        AtomicLong ids = new AtomicLong();
        Surroundings surroundings = new Surroundings(
                (InstantSource) () -> now, () -> "id" + ids.incrementAndGet(), new Random(1), time -> {});
        instance = FileInstance.open(home, surroundings);
        log = instance.tables().log(TABLE);
        expect(log.create(DemoData.SCHEMA, DemoData.partitions(LEAVES)) instanceof Verdict.Done);
        incarnation = log.state().table().orElseThrow().incarnation();
        leaves = log.state().table().orElseThrow().partitions().leaves();
        for (int i = 0; i < before; i++) {
            commit(USUAL_FILES);
            publish();
        }
    }

    private static void expect(boolean held) {
        if (!held) {
            throw new IllegalStateException("the table was not made, or a commit was refused");
        }
    }

    /** Commits what is to be published. */
    @Setup(Level.Invocation)
    public void commit() {
        commit(files);
    }

    private void commit(int count) {
        now = now.plus(Duration.ofMinutes(6));
        AttemptId attempt = new AttemptId(new JobId("job" + jobs++), 1);
        List<WrittenFile> written = new ArrayList<>(count);
        for (int file = 0; file < count; file++) {
            Partition leaf = leaves.get(file % LEAVES);
            written.add(new WrittenFile(
                    new DataFile(
                            TableLocation.dataFile(leaf.id(), attempt, "run", file / LEAVES),
                            leaf.region(),
                            1_000 + file,
                            20_000 + file,
                            "%064x".formatted(file)),
                    List.of(column(1, text(file)), column(2, number(file)), column(3, text(file)))));
        }
        Manifest manifest = new Manifest(attempt, "run", WrittenFile.files(written));
        log.putMetrics(manifest, written);
        expect(log.commit(attempt, DIGEST, incarnation, manifest) instanceof Verdict.Committed);
    }

    private static ColumnMetrics column(int id, byte[] bound) {
        return new ColumnMetrics(id, 7_000, 1_000, 0, Optional.of(new ValueBounds(bound, bound)));
    }

    private static byte[] text(int file) {
        return "%010d".formatted(file).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] number(int file) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(file)
                .array();
    }

    @Benchmark
    public Published publish() {
        return TableViews.of(instance).of(TABLE).publish();
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        TemporaryFolder.delete(home);
    }
}
