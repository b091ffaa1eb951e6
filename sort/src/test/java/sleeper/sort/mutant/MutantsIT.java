package sleeper.sort.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Six thousand mutants: four files, with and without checksums, one to three bits flipped anywhere or in the footer only, each
 * loaded by a job and by inference in a process with a heap of 512 MiB. None ends the process, reads on without end, is refused without
 * a code, or renames a column; with checksums none loads another row by a job. What the format cannot show is counted by kind,
 * and {@code unseen.properties} holds the counts, which may only fall: {@code -Dpages.write} writes lower ones, never higher.
 */
class MutantsIT {
    private static final Path UNSEEN = Path.of(
            System.getProperty("project.root"), "sort/src/test/resources/sleeper/sort/mutant/unseen.properties");
    /** Far beyond what it takes. */
    private static final int LONGEST_SECONDS = 300;

    @TempDir
    Path folder;

    static List<Arguments> files() {
        List<Arguments> files = new ArrayList<>();
        for (MutantFile file : MutantFile.values()) {
            files.add(Arguments.of(file, true));
            files.add(Arguments.of(file, false));
        }
        return files;
    }

    @ParameterizedTest(name = "{0}, checksums: {1}")
    @MethodSource("files")
    void shouldLoadWhatWasWrittenOrRefuseItButForWhatTheFormatCannotShow(MutantFile file, boolean checksums)
            throws Exception {
        // When
        Properties report = inAProcessOfItsOwn(file, checksums);
        // Then
        assertThat(report.getProperty("broken")).isEmpty();
        Map<String, Integer> counts = new TreeMap<>();
        report.forEach((kind, count) -> {
            if (!kind.equals("broken")) {
                counts.put((String) kind, Integer.valueOf((String) count));
            }
        });
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2 * 2 * MutantsMain.EACH);
        assertThat(counts).containsKeys("job.same", "job.refused.CORRUPT_FILE", "inferred.refused.CORRUPT_FILE");
        counts.keySet().removeIf(kind -> kind.contains(".refused.") || kind.endsWith(".same"));
        assertUnseen(file.name().toLowerCase(Locale.ROOT) + (checksums ? ".checksums." : ".bare."), counts);
    }

    private Properties inAProcessOfItsOwn(MutantFile file, boolean checksums) throws Exception {
        Path report = folder.resolve("report.properties");
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MutantsMain.class.getName(),
                        file.name(),
                        String.valueOf(checksums),
                        folder.resolve("home").toString(),
                        report.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("the process did not end: " + Files.readString(said));
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return read(report);
    }

    private static Properties read(Path path) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }

    private static void assertUnseen(String prefix, Map<String, Integer> counts) throws IOException {
        Map<String, Integer> recorded = new TreeMap<>();
        read(UNSEEN).forEach((kind, count) -> {
            if (((String) kind).startsWith(prefix)) {
                recorded.put(((String) kind).substring(prefix.length()), Integer.valueOf((String) count));
            }
        });
        counts.forEach((kind, count) -> assertThat(count)
                .as("%s%s: mutants that nothing refused", prefix, kind)
                .isLessThanOrEqualTo(recorded.getOrDefault(kind, 0)));
        if (System.getProperty("pages.write") != null) {
            write(prefix, counts);
        } else {
            assertThat(counts)
                    .as(
                            "%s is stale: fewer mutants go unseen; run mvn -pl sort -am verify -Dit.test=MutantsIT"
                                    + " -Dpages.write",
                            UNSEEN)
                    .isEqualTo(recorded);
        }
    }

    private static void write(String prefix, Map<String, Integer> counts) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        read(UNSEEN).forEach((kind, count) -> lines.put((String) kind, (String) count));
        lines.keySet().removeIf(kind -> kind.startsWith(prefix));
        counts.forEach((kind, count) -> lines.put(prefix + kind, count.toString()));
        List<String> text = new ArrayList<>(List.of(
                "# Mutants, of 750 a file, that nothing refused: by a job with other rows, or by inference with other types.",
                "# Held against by MutantsIT. A count may only fall."));
        lines.forEach((kind, count) -> text.add(kind + "=" + count));
        Files.writeString(UNSEEN, String.join("\n", text) + "\n");
    }
}
