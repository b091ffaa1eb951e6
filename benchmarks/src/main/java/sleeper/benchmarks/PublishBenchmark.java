package sleeper.benchmarks;

import java.io.IOException;
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
import sleeper.iceberg.IcebergView.Published;

/**
 * How long does it take to publish a commit of 16 files to a table's Iceberg view, in a process that has published before?
 *
 * <p>Data: a {@link PublishedTable} whose log and view have {@code before} commits of as many files.
 *
 * <p>Bars: 50 ms; after 10,000 commits at most twice what it takes after 100. The folder is {@code java.io.tmpdir}'s file system, whose
 * fsync is part of the figure: a publication makes four files.
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
    private static final int FILES = 16;

    /** Commits before it. */
    @Param({"0", "100", "10000"})
    public int before;

    private PublishedTable table;

    /** Loads what was before. */
    @Setup(Level.Trial)
    public void load() throws IOException {
        table = new PublishedTable();
        for (int i = 0; i < before; i++) {
            table.commit(FILES);
            table.publish();
        }
    }

    /** Commits what is to be published. */
    @Setup(Level.Invocation)
    public void commit() {
        table.commit(FILES);
    }

    @Benchmark
    public Published publish() {
        return table.publish();
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        table.close();
    }
}
