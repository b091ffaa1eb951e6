package sleeper.bulkimport.job.runner;

import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xerial.snappy.Snappy;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.IngestSettings.CompressionCodec;
import sleeper.core.settings.Settings;
import sleeper.run.KernelEngine;
import sleeper.run.RunSettings;
import sleeper.sort.SortProgress;

/**
 * Reads every codec and writes every codec, with the libraries of the process that it runs in: {@code <home> <file in bucket in>…}.
 * The attempt of a codec has the rows of all files, those of {@link #rows} for each codec among them, in that codec. Names no class
 * that is relocated in the shaded jar.
 */
public final class CodecTry {
    private static final int ROWS = 30_000;
    private static final int LETTERS = 10;

    private CodecTry() {}

    public static void main(String[] arguments) throws Exception {
        boolean setsMinMatch = Stream.of(ZstdCompressCtx.class.getMethods())
                .anyMatch(method -> method.getName().equals("setMinMatch"));
        System.out.println(libraryOf(ZstdCompressCtx.class) + " setMinMatch=" + setsMinMatch + " "
                + libraryOf(Snappy.class) + " kernel=" + (isBehindSpark() ? "behind" : "before"));
        JobHome home = JobHome.open(Path.of(arguments[0]));
        int seed = 0;
        for (CompressionCodec codec : CompressionCodec.values()) {
            home.addInput(
                    rows(seed++),
                    RunSettings.writeSettings(Settings.ofInstance(Map.of()).withTable(written(codec))));
        }
        for (int i = 1; i < arguments.length; i++) {
            home.add(new FilePath("in", arguments[i]));
        }
        for (CompressionCodec codec : CompressionCodec.values()) {
            AttemptId attempt = attempt(codec);
            home.plan(attempt, written(codec));
            if (!home.run(attempt, new KernelEngine(SortProgress.NONE))) {
                throw new IllegalStateException(home.faults(attempt).toString());
            }
        }
    }

    private static String libraryOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .getFileName()
                .toString();
    }

    /** Whether Spark's class loader is asked before ours is. */
    private static boolean isBehindSpark() {
        return !CodecTry.class.getClassLoader().getClass().getSimpleName().startsWith("ChildFirst");
    }

    /** @return rows that fill several pages, with other ids and texts in each file */
    static List<Map<String, Object>> rows(int file) {
        Random random = new Random(file);
        return IntStream.range(0, ROWS)
                .<Map<String, Object>>mapToObj(i -> Map.of("id", (long) file * ROWS + i, "text", letters(random)))
                .toList();
    }

    private static String letters(Random random) {
        return random.ints(LETTERS, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static AttemptId attempt(CompressionCodec codec) {
        return JobHome.attempt(codec.name().toLowerCase(Locale.ROOT).replace('_', '-'), 1);
    }

    private static Map<String, String> written(CompressionCodec codec) {
        return Map.of(
                IngestSettings.COMPRESSION.name(),
                codec.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                IngestSettings.EXTRA_COLUMNS.name(),
                "ignore");
    }
}
