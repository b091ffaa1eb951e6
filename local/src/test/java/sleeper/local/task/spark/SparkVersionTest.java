package sleeper.local.task.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkVersionTest {
    @ParameterizedTest
    @CsvSource({
        "emr-7.13.0, SPARK_3",
        "emr-7.0.0-latest, SPARK_3",
        "emr-spark-8.0.0, SPARK_4",
        "emr-spark-8.0.0-20260421, SPARK_4",
    })
    void shouldKnowTheReleasesThatThereIsAJarFor(String label, SparkVersion version) {
        assertThat(SparkVersion.ofReleaseLabel(label)).contains(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "emr-6.8.0", "emr-8.0.0", "emr-spark-7.0.0", "emr-spark-9.0.0", "emr-7.13", "xemr-7.13.0"})
    void shouldKnowNoOther(String label) {
        assertThat(SparkVersion.ofReleaseLabel(label)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "s3://jars/sleeper-spark-job-0.1.0-spark3.jar, SPARK_3",
        "local:///opt/sleeper/sleeper-spark-job-0.1.0-spark4.jar, SPARK_4",
        "s3://jars/other.jar,"
    })
    void shouldReadTheVersionOffAJarsName(String jar, SparkVersion version) {
        assertThat(SparkVersion.ofJar(jar)).isEqualTo(Optional.ofNullable(version));
    }
}
