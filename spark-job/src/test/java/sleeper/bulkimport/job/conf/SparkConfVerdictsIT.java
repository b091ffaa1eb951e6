package sleeper.bulkimport.job.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.bulkimport.job.runner.Distributions;
import sleeper.bulkimport.job.runner.SparkRuns;
import sleeper.core.settings.SparkConfAllowList;
import sleeper.run.spark.SparkHome;

/**
 * What becomes of each property of Spark's in a job's {@code sparkConf} is written down for each version of Spark, and is what the
 * allow-list says. The files are made from whole distributions of Spark by {@code -Dpages.write}, where {@link Distributions} is
 * given them. Else the part that Maven has is looked at.
 */
class SparkConfVerdictsIT {
    private static final String TAB = "\t";

    @TempDir
    private Path folder;

    private static Path file(String version) {
        return Path.of(System.getProperty("project.root"), "spark-job/src/test/resources/spark-conf", version + ".tsv");
    }

    private static Map<String, String> written(String version) throws IOException {
        return Files.readAllLines(file(version)).stream()
                .map(line -> line.split(TAB, 2))
                .collect(Collectors.toMap(
                        parts -> parts[0],
                        parts -> parts[1],
                        (one, other) -> {
                            throw new AssertionError("A property is there twice");
                        },
                        TreeMap::new));
    }

    /** @return what {@link SparkConfKeys} prints where a Spark is on the class path, and the project is not */
    private SortedSet<String> keys(SparkHome home) throws IOException, InterruptedException {
        Path classes = Path.of(URI.create(SparkConfKeys.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        Path out = folder.resolve("keys");
        Path log = folder.resolve("log");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                home.classPath() + ":" + classes,
                SparkConfKeys.class.getName());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(log.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor()).as(() -> SparkRuns.text(log)).isZero();
        } finally {
            SparkRuns.end(process);
        }
        return new TreeSet<>(Files.readAllLines(out));
    }

    @ParameterizedTest
    @CsvSource({"3, 3.5.6", "4, 4.0.2"})
    void shouldHaveAVerdictOnEachPropertyOfSpark(int major, String version) throws IOException, InterruptedException {
        // Given
        Optional<SparkHome> distribution = Distributions.given(major);
        SparkHome home = distribution.isPresent() ? distribution.get() : SparkRuns.home(major);
        assertThat(home.version()).isEqualTo(version);
        // When
        SortedSet<String> keys = keys(home);
        // Then
        if (distribution.isPresent() && System.getProperty("pages.write") != null) {
            List<String> lines = new ArrayList<>();
            keys.forEach(key -> lines.add(key + TAB + SparkConfAllowList.verdict(key)));
            Files.write(file(version), lines);
        }
        assertThat(keys)
                .contains("spark.jars", "spark.default.parallelism", "spark.sql.warehouse.dir")
                .hasSizeGreaterThan(1_000);
        if (distribution.isPresent()) {
            assertThat(written(version).keySet()).containsExactlyElementsOf(keys);
        } else {
            assertThat(written(version).keySet()).containsAll(keys);
        }
    }

    @ParameterizedTest
    @CsvSource({"3.5.6", "4.0.2"})
    void shouldRefuseAndTakeWhatTheVerdictSays(String version) throws IOException {
        assertThat(written(version))
                .allSatisfy((key, verdict) ->
                        assertThat(SparkConfAllowList.verdict(key)).as(key).isEqualTo(verdict));
    }

    @ParameterizedTest
    @CsvSource({"3.5.6", "4.0.2"})
    void shouldAllowNoOtherPropertyThanThoseThatSparkHas(String version) throws IOException {
        TreeSet<String> allowed = new TreeSet<>(SparkConfAllowList.keys());
        allowed.removeAll(written(version).keySet());
        // It is the DataFrame algorithm's.
        assertThat(allowed).containsExactly("spark.storage.level");
    }
}
