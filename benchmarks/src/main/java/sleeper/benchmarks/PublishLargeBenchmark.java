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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import sleeper.iceberg.IcebergView.Published;

/**
 * How long does it take to publish a commit of 150,000 files to a table's Iceberg view?
 *
 * <p>Data: each time a new {@link PublishedTable} with that commit alone. The first time is the first publication of a process.
 *
 * <p>Bars: 3 s, with a heap of 512 MiB.
 *
 * <pre>benchmarks/jmh.sh PublishLargeBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 5)
@Fork(value = 3, jvmArgsAppend = "-Xmx512m")
public class PublishLargeBenchmark {
    private static final int FILES = 150_000;

    private PublishedTable table;

    /** Commits what is to be published. */
    @Setup(Level.Iteration)
    public void commit() throws IOException {
        table = new PublishedTable();
        table.commit(FILES);
    }

    @Benchmark
    public Published publish() {
        return table.publish();
    }

    @TearDown(Level.Iteration)
    public void delete() throws IOException {
        table.close();
    }
}
