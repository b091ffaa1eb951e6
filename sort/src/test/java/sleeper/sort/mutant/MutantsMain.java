package sleeper.sort.mutant;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the mutants of one file and writes down what became of them, as a process of its own: what ends it (memory, a native
 * library, a loop without end) ends no test.
 */
public final class MutantsMain {
    /** Mutants of all bytes, and as many of the footer. */
    static final int EACH = 375;

    private static final int MOST_FLIPS = 3;

    private MutantsMain() {}

    /** @param args name of a {@link MutantFile}, whether its pages have checksums, a folder to fill, and the report's path */
    public static void main(String[] args) throws IOException {
        MutantFile file = MutantFile.valueOf(args[0]);
        boolean checksums = Boolean.parseBoolean(args[1]);
        Map<String, Integer> counts = new TreeMap<>();
        List<String> broken = new ArrayList<>();
        MutantLoad load = new MutantLoad(Path.of(args[2]), file, checksums);
        for (boolean footerOnly : new boolean[] {false, true}) {
            Random random = new Random(file.number() * 4L + (checksums ? 2 : 0) + (footerOnly ? 1 : 0));
            for (int i = 0; i < EACH; i++) {
                Set<Integer> bits = bits(load, footerOnly, 1 + i % MOST_FLIPS, random);
                for (MutantLoad.Outcome outcome : load.of(bits)) {
                    counts.merge(outcome.kind(), 1, Integer::sum);
                    if (outcome.isBroken()) {
                        broken.add(outcome.kind() + ": bits " + bits + ": " + outcome.detail());
                    }
                }
            }
        }
        Properties report = new Properties();
        counts.forEach((kind, count) -> report.setProperty(kind, String.valueOf(count)));
        report.setProperty("broken", String.join("\n", broken));
        try (Writer out = Files.newBufferedWriter(Path.of(args[3]), StandardCharsets.UTF_8)) {
            report.store(out, null);
        }
    }

    private static Set<Integer> bits(MutantLoad load, boolean footerOnly, int count, Random random) {
        int first = footerOnly ? load.regions().footerStart() * Byte.SIZE : 0;
        int all = load.bytes().length * Byte.SIZE;
        Set<Integer> bits = new TreeSet<>();
        while (bits.size() < count) {
            bits.add(first + random.nextInt(all - first));
        }
        return bits;
    }
}
