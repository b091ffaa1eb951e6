package sleeper.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

class SparkConfAllowListTest {
    private static final SparkConfAllowList SHIPPED = new SparkConfAllowList(List.of());

    @Test
    void shouldTakeTheGuidesProperties() {
        assertThat(SHIPPED.check(Map.of(
                        "spark.executor.instances", "3",
                        "spark.driver.memory", "7g",
                        "spark.driver.memoryOverhead", "1g",
                        "spark.executor.memory", "7g",
                        "spark.executor.memoryOverhead", "1g",
                        "spark.driver.cores", "1",
                        "spark.executor.cores", "1")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.driver.extraJavaOptions",
                "spark.executor.extraClassPath",
                "spark.jars",
                "spark.jars.packages",
                "spark.plugins",
                "spark.submit.deployMode",
                "spark.hadoop.fs.s3a.endpoint",
                "spark.kubernetes.container.image",
                "spark.kubernetes.driver.podTemplateFile",
                "spark.metrics.conf",
                "spark.serializer",
                "spark.yarn.dist.files",
                "spark.executor.instances ",
                "SPARK.EXECUTOR.INSTANCES",
                "spark.exec\u0443tor.instances",
                "spark.executor.instances\n--conf spark.jars=x",
                ""
            })
    void shouldRefuseWhatMightRunCode(String key) {
        assertThat(SHIPPED.check(Map.of(key, "1")))
                .extracting(Fault::code)
                .containsExactly(ErrorCode.SPARK_CONF_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "spark.executor.instances,0", "spark.executor.instances,1000000", "spark.executor.memory,7x",
        "spark.executor.memory,1g --class X", "spark.memory.fraction,1.5", "spark.network.timeout,forever",
        "spark.rdd.compress,yes"
    })
    void shouldRefuseValuesOutsideTheirRange(String key, String value) {
        assertThat(SHIPPED.check(Map.of(key, value)))
                .extracting(Fault::code, Fault::found)
                .containsExactly(tuple(ErrorCode.VALUE_OUT_OF_RANGE, "'" + value + "'"));
    }

    @Test
    void shouldTakeWhatTheOperatorAllows() {
        SparkConfAllowList widened = new SparkConfAllowList(List.of("spark.serializer", "spark.hadoop.fs.*"));

        assertThat(widened.check(Map.of("spark.serializer", "x", "spark.hadoop.fs.azure", "y")))
                .isEmpty();
        assertThat(widened.check(Map.of("spark.hadoop.fsx", "y", "spark.serializer.x", "z", "spark.hadoop.fs.*", "y")))
                .hasSize(3);
    }

    @Test
    void shouldNameTheNearestAndTheWayToWiden() {
        assertThat(SHIPPED.check(Map.of("spark.executor.instance", "29")))
                .extracting(Fault::action)
                .containsExactly(
                        "Use 'spark.executor.instances' if that was meant, remove the property, or have the operator"
                                + " widen sleeper.bulk.import.spark.conf.allowed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "spark.*.memory", "spark*", "spark.", "hadoop.x", "spark.a.**"})
    void shouldNotWidenByStarsElsewhere(String pattern) {
        assertThat(SparkConfAllowList.isPattern(pattern)).isFalse();
    }
}
