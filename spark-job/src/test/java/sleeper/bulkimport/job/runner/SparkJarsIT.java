package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.run.spark.SparkHome;

/** Spark's jars are those of Spark, not those that this build would choose. */
class SparkJarsIT {
    @ParameterizedTest
    @CsvSource({
        "3, 3.5.6, 2.12, hadoop-client-api-3.3.4.jar, jackson-databind-2.15.2.jar, zstd-jni-1.5.5-4.jar,"
                + " snappy-java-1.1.10.5.jar, kubernetes-client-6.7.2.jar",
        "4, 4.0.2, 2.13, hadoop-client-api-3.4.1.jar, jackson-databind-2.18.2.jar, zstd-jni-1.5.6-9.jar,"
                + " snappy-java-1.1.10.7.jar, kubernetes-client-7.1.0.jar"
    })
    void shouldHaveTheVersionsThatSparkHas(
            int major,
            String spark,
            String scala,
            String hadoop,
            String jackson,
            String zstd,
            String snappy,
            String kubernetes)
            throws IOException {
        // When
        SparkHome home = SparkRuns.home(major);
        // Then
        assertThat(home).isEqualTo(new SparkHome(home.folder(), spark, scala));
        try (Stream<Path> jars = Files.list(home.folder().resolve("jars"))) {
            assertThat(
                            jars.map(jar -> jar.getFileName().toString())
                                    .filter(
                                            name -> name.matches(
                                                    "(hadoop-client-api|jackson-databind|zstd-jni|snappy-java|kubernetes-client)-\\d.*")))
                    .containsExactlyInAnyOrder(hadoop, jackson, zstd, snappy, kubernetes);
        }
    }

    @Test
    void shouldBeOfTheVersionThatTheJobIsCompiledFor() throws IOException {
        // Given
        SparkHome home = SparkRuns.home(SparkRuns.major());
        // Then
        String core = SparkContext.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(Path.of(core).getFileName())
                .hasToString("spark-core_" + home.scalaVersion() + "-" + home.version() + ".jar");
    }
}
