package sleeper.benchmarks.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.parquet.format.CompressionCodec;
import sleeper.benchmarks.TemporaryFolder;
import sleeper.sort.codec.PageCompressor;

/**
 * What does ZSTD's level 3 cost on pages, with the library that is on the class path: as ZSTD has it, and as {@link PageCompressor}
 * has it, beside the levels 1, 2 and 4? Prints the share of bytes that is left and the nanoseconds of CPU for a byte, of each column
 * of two tables; least of five rounds. {@code benchmarks/zstd.sh} runs it.
 */
public final class ZstdLevels {
    private static final int ROUNDS = 5;
    private static final int DEMO_ROWS = 1_000_000;
    private static final int MIXED_ROWS = 300_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What one contender did to the pages of a column. */
    private record Cost(long bytes, long nanos) {
        Cost plus(Cost other) {
            return new Cost(bytes + other.bytes, nanos + other.nanos);
        }

        Cost least(Cost other) {
            return new Cost(bytes, Math.min(nanos, other.nanos));
        }
    }

    private ZstdLevels() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(Path.of(Zstd.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .getFileName());
        for (SampleTable table : List.of(SampleTable.demo(DEMO_ROWS), SampleTable.mixed(MIXED_ROWS))) {
            Path home = TemporaryFolder.create();
            try {
                print(ColumnPages.of(table, home));
            } finally {
                TemporaryFolder.delete(home);
            }
        }
    }

    /** @return by name, what gives a page compressed */
    static Map<String, UnaryOperator<byte[]>> contenders() {
        Map<String, UnaryOperator<byte[]>> contenders = new LinkedHashMap<>();
        for (int level = 1; level <= 4; level++) {
            contenders.put("level " + level, asZstdHasIt(level));
        }
        contenders.put("pages'", asPagesHaveIt());
        return contenders;
    }

    private static UnaryOperator<byte[]> asZstdHasIt(int level) {
        ZstdCompressCtx context = new ZstdCompressCtx().setLevel(level);
        return context::compress;
    }

    private static UnaryOperator<byte[]> asPagesHaveIt() {
        PageCompressor compressor = new PageCompressor(CompressionCodec.ZSTD, 3);
        return page -> {
            int bytes = compressor.compress(page, page.length);
            return Arrays.copyOf(compressor.buffer(), bytes);
        };
    }

    private static void print(Map<String, List<byte[]>> pages) {
        Map<String, UnaryOperator<byte[]>> contenders = contenders();
        Map<String, Cost> sums = new LinkedHashMap<>();
        System.out.printf("%-10s %9s", "column", "bytes");
        contenders.keySet().forEach(name -> System.out.printf(" | %13s", name));
        System.out.println();
        long all = 0;
        for (Map.Entry<String, List<byte[]>> column : pages.entrySet()) {
            long bytes =
                    column.getValue().stream().mapToLong(page -> page.length).sum();
            all += bytes;
            Map<String, Cost> costs = new LinkedHashMap<>();
            contenders.forEach((name, contender) -> costs.put(name, measure(contender, column.getValue())));
            costs.forEach((name, cost) -> sums.merge(name, cost, Cost::plus));
            printLine(column.getKey(), bytes, costs);
        }
        printLine("all", all, sums);
    }

    private static Cost measure(UnaryOperator<byte[]> contender, List<byte[]> pages) {
        Cost least = new Cost(0, Long.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            long bytes = 0;
            for (byte[] page : pages) {
                bytes += contender.apply(page).length;
            }
            least = new Cost(bytes, THREADS.getCurrentThreadCpuTime() - start).least(least);
        }
        return least;
    }

    private static void printLine(String name, long bytes, Map<String, Cost> costs) {
        System.out.printf("%-10s %9d", name, bytes);
        costs.values()
                .forEach(cost -> System.out.printf(
                        Locale.ROOT, " | %.4f %6.2f", (double) cost.bytes() / bytes, (double) cost.nanos() / bytes));
        System.out.println();
    }
}
