package sleeper.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import sleeper.core.key.KeyValue;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/**
 * How long does a commit take with the {@code file} driver: durable, and replayed, so that the verdict is known?
 *
 * <p>Data: a table of 256 leaves that one job of the same size has loaded; the next job's manifest names {@code files} files,
 * spread evenly over the leaves. {@code byOpenProcess} commits with the log at hand, as a process does that has committed
 * before; {@code byFreshProcess} opens the instance first and replays what is there, as a command or a cold function does.
 * Each commit meets a log as it was: one create entry and one commit.
 *
 * <p>Bars: 256 files in 20 ms, 150,000 in 2 s. The folder is {@code java.io.tmpdir}'s file system, whose fsync is part of the
 * figure.
 *
 * <pre>benchmarks/jmh.sh CommitBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(value = 3, jvmArgsAppend = "-Xmx2g")
public class CommitBenchmark {
    private static final int LEAVES = 256;
    private static final String DIGEST = "d".repeat(64);

    /** Files of one commit. */
    @Param({"256", "150000"})
    public int files;

    private Path home;
    private TableLog open;
    private String incarnation;
    private Manifest next;

    @Setup(Level.Iteration)
    public void createTable() throws IOException {
        home = TemporaryFolder.create();
        PartitionTree leaves = PartitionTree.ofGrid(List.of(cuts()));
        open = log();
        open.create(PreparePlan.SCHEMA, leaves);
        incarnation = open.state().table().orElseThrow().incarnation();
        committed(commit(open, manifest("first", files, leaves.leaves())));
        next = manifest("next", files, leaves.leaves());
    }

    @TearDown(Level.Iteration)
    public void deleteTable() throws IOException {
        TemporaryFolder.delete(home);
    }

    @Benchmark
    public Verdict byOpenProcess() {
        return committed(commit(open, next));
    }

    @Benchmark
    public Verdict byFreshProcess() {
        return committed(commit(log(), next));
    }

    /** @return what a process that was not there finds in the table */
    List<DataFile> filesSeenByOthers() {
        return log().state().files();
    }

    /** @return the manifest that both benchmarks commit */
    Manifest next() {
        return next;
    }

    private TableLog log() {
        FileInstance instance = BenchmarkInstance.open(home);
        return instance.tables().log(PreparePlan.TABLE);
    }

    private Verdict commit(TableLog log, Manifest manifest) {
        return log.commit(manifest.attempt(), DIGEST, incarnation, manifest);
    }

    private static Verdict committed(Verdict verdict) {
        if (!(verdict instanceof Verdict.Committed)) {
            throw new IllegalStateException("Not committed: " + verdict);
        }
        return verdict;
    }

    private static List<KeyValue> cuts() {
        List<KeyValue> cuts = new ArrayList<>();
        for (int leaf = 1; leaf < LEAVES; leaf++) {
            cuts.add(new KeyValue.OfString("%04d".formatted(leaf)));
        }
        return cuts;
    }

    private static Manifest manifest(String job, int files, List<Partition> leaves) {
        AttemptId attempt = new AttemptId(new JobId(job), 1);
        List<DataFile> written = new ArrayList<>(files);
        for (int file = 0; file < files; file++) {
            Partition leaf = leaves.get(file % LEAVES);
            written.add(new DataFile(
                    TableLocation.dataFile(leaf.id(), attempt, "run", file / LEAVES),
                    leaf.region(),
                    1_000 + file,
                    20_000 + file,
                    "%064x".formatted(file)));
        }
        return new Manifest(attempt, "run", written);
    }
}
