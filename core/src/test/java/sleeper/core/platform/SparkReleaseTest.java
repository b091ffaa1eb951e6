package sleeper.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.settings.PropertyChecks;

class SparkReleaseTest {
    private static final String ALLOWED =
            "emr-7.x.y (Spark 3.5, Scala 2.12) or emr-spark-8.x.y (Spark 4.0, Scala 2.13)";

    @ParameterizedTest
    @CsvSource({
        "emr-7.0.0,       3.5, 2.12, s3://jars/job-spark3.jar",
        "emr-7.13.0,      3.5, 2.12, s3://jars/job-spark3.jar",
        "emr-spark-8.0.0, 4.0, 2.13, s3://jars/job-spark4.jar",
        "emr-spark-8.1.0, 4.0, 2.13, s3://jars/job-spark4.jar"
    })
    void shouldChooseTheJarByTheReleaseLabel(String label, String spark, String scala, String jar) {
        assertThat(SparkRelease.ofLabel(label))
                .hasValueSatisfying(
                        release -> assertThat(List.of(release.spark(), release.scala(), release.jar("s3://jars/job")))
                                .containsExactly(spark, scala, jar));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "emr-6.8.0",
                "emr-5.36.2",
                "emr-8.0.0",
                "emr-spark-7.0.0",
                "emr-spark-9.0.0",
                "emr-7.13",
                "emr-7.13.0-latest",
                "emr-70.1.0",
                "EMR-7.13.0",
                " emr-7.13.0",
                "emr-7.13.0\n",
                ""
            })
    void shouldKnowNoJarForOtherReleases(String label) {
        assertThat(SparkRelease.ofLabel(label)).isEmpty();
    }

    @Test
    void shouldRefuseTheGuidesReleaseInEveryLayerWithWhatIsAllowed() {
        String ofTable = "sleeper.table.bulk.import.emr.release.label";
        String byDefault = "sleeper.default.bulk.import.emr.release.label";
        String permanent = "sleeper.bulk.import.persistent.emr.release.label";

        assertThat(PropertyChecks.job(Map.of(ofTable, "emr-6.8.0"), Platform.EMR))
                .containsExactly(refusal("platformSpec (" + ofTable + ")"));
        assertThat(PropertyChecks.table("t.properties", Map.of(ofTable, "emr-6.8.0")))
                .containsExactly(refusal("t.properties (" + ofTable + ")"));
        assertThat(PropertyChecks.instance(
                        "instance.properties", Map.of(byDefault, "emr-6.8.0", permanent, "emr-6.8.0")))
                .containsExactly(
                        refusal("instance.properties (" + permanent + ")"),
                        refusal("instance.properties (" + byDefault + ")"));
    }

    private static Fault refusal(String where) {
        return Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, where, "'emr-6.8.0'", ALLOWED);
    }
}
