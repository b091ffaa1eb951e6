package sleeper.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.Platform;

class SparkConfAllowListTest {
    private static final SparkConfAllowList SHIPPED = new SparkConfAllowList(List.of());
    /** As wide as an operator can make it. */
    private static final SparkConfAllowList WIDENED = new SparkConfAllowList(List.of(
            "spark.kryo.registrator",
            "spark.hadoop.fs.*",
            "spark.executor.*",
            "spark.driver.*",
            "spark.kubernetes.*",
            "spark.yarn.*",
            "spark.master"));

    @ParameterizedTest
    @EnumSource(
            value = Platform.class,
            names = {"EMR", "PERSISTENT_EMR", "EMR_SERVERLESS", "EKS"})
    void shouldTakeTheGuidesProperties(Platform platform) {
        assertThat(SHIPPED.check(
                        Map.of(
                                "spark.executor.instances", "3",
                                "spark.driver.memory", "7g",
                                "spark.driver.memoryOverhead", "1g",
                                "spark.executor.memory", "7g",
                                "spark.executor.memoryOverhead", "1g",
                                "spark.driver.cores", "1",
                                "spark.executor.cores", "1"),
                        platform))
                .isEmpty();
    }

    @Test
    void shouldTakeFromAJobWhatTheInstanceHasByDefaultButForOptionsOfJava() {
        assertThat(SparkSettings.all().stream()
                        .filter(setting -> !SHIPPED.check(
                                        Map.of(
                                                setting.sparkKey(),
                                                setting.setting().defaultText()),
                                        Platform.EMR)
                                .isEmpty())
                        .map(SparkSetting::sparkKey))
                .containsExactly("spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions");
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
                "spark.yarn.executor.memoryOverhead",
                "spark.executor.memoryOverheadFactor",
                "spark.memory.offHeap.size",
                "spark.executor.instances ",
                " spark.executor.instances",
                "spark.executor.instances\u00a0",
                "spark.executor.instances\u0000",
                "SPARK.EXECUTOR.INSTANCES",
                "spark.executor.Instances",
                "spark.exec\u0443tor.instances",
                "\uff53park.executor.instances",
                "spark.executor\u200b.instances",
                "spark.executor.instances\n--conf spark.jars=x",
                "spark.executor.instances=1 --jars x",
                "--conf",
                ""
            })
    void shouldRefuseWhatMightRunCodeOrIsAnotherName(String key) {
        assertThat(SHIPPED.check(Map.of(key, "1"), Platform.EMR))
                .extracting(Fault::code)
                .containsExactly(ErrorCode.SPARK_CONF_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "spark.executor.instances,0",
                "spark.executor.instances,5001",
                "spark.executor.instances,999999",
                "spark.executor.instances,007",
                "spark.executor.instances,+3",
                "spark.executor.instances, 3",
                "spark.executor.instances,\u0663",
                "spark.executor.instances,3e2",
                "spark.executor.instances,99999999999999999999",
                "spark.executor.cores,193",
                "spark.executor.memory,7x",
                "spark.executor.memory,7",
                "spark.executor.memory,7gb",
                "spark.executor.memory,511m",
                "spark.executor.memory,4097g",
                "spark.executor.memory,5t",
                "spark.executor.memory,999999999999999g",
                "spark.executor.memory,1g --class X",
                "spark.executor.memory,$(MEMORY)",
                "spark.driver.memory,524287k",
                "spark.memory.fraction,1.5",
                "spark.memory.fraction,0",
                "spark.memory.fraction,1.000001",
                "spark.memory.fraction,NaN",
                "spark.memory.fraction,5e-1",
                "spark.memory.storageFraction,1",
                "spark.network.timeout,forever",
                "spark.network.timeout,800",
                "spark.network.timeout,9s",
                "spark.network.timeout,25h",
                "spark.network.timeout,-5s",
                "spark.sql.shuffle.partitions,100001",
                "spark.rdd.compress,yes",
                "spark.rdd.compress,TRUE",
                "spark.io.compression.codec,com.example.Codec",
                "spark.storage.level,OFF_HEAP",
                "spark.log.level,debug"
            })
    void shouldRefuseValuesOutsideTheirRange(String key, String value) {
        assertThat(SHIPPED.check(Map.of(key, value), Platform.EMR))
                .extracting(Fault::code, Fault::found)
                .containsExactly(tuple(ErrorCode.VALUE_OUT_OF_RANGE, "'" + value + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\n", "3\u0000", "3\r\n--conf spark.jars=x", "3 --conf spark.jars=x", "${env:X}", ""})
    void shouldRefuseValuesThatSmuggle(String value) {
        assertThat(SHIPPED.check(Map.of("spark.executor.instances", value), Platform.EMR))
                .extracting(Fault::code, Fault::where, Fault::allowed)
                .containsExactly(
                        tuple(ErrorCode.VALUE_OUT_OF_RANGE, "sparkConf (spark.executor.instances)", "1 to 5000"));
    }

    @ParameterizedTest
    @CsvSource({
        "spark.executor.instances,5000",
        "spark.executor.memory,512m",
        "spark.executor.memory,4096G",
        "spark.executor.memory,4t",
        "spark.memory.fraction,0.1",
        "spark.memory.storageFraction,0",
        "spark.dynamicAllocation.minExecutors,0",
        "spark.network.timeout,10s",
        "spark.network.timeout,1440min",
        "spark.io.compression.codec,zstd",
        "spark.storage.level,DISK_ONLY"
    })
    void shouldTakeTheEndsOfRanges(String key, String value) {
        assertThat(SHIPPED.check(Map.of(key, value), Platform.EMR)).isEmpty();
    }

    @Test
    void shouldTakeWhatTheOperatorAllows() {
        assertThat(WIDENED.check(
                        Map.of(
                                "spark.kryo.registrator", "com.example.Own$Inner",
                                "spark.hadoop.fs.azure", "y=z,a",
                                "spark.driver.extraJavaOptions", "-Da=b -XX:+UseG1GC"),
                        Platform.EMR))
                .isEmpty();
        assertThat(WIDENED.check(
                        Map.of("spark.hadoop.fsx", "y", "spark.kryo.registrator.x", "z", "spark.hadoop.fs.*", "y"),
                        Platform.EMR))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--conf spark.jars=x",
                "a --jars x",
                "a\tb",
                "a\nb",
                "a\u0000b",
                "a\u007fb",
                "a\u2028b",
                "a\u202eb",
                "a\u00a0b",
                "\uff0d\uff0dconf",
                "$(POD_IP)",
                "$$(POD_IP)",
                "${spark.jars}",
                "a'b",
                "a\"b",
                "a`b`",
                "a\\"
            })
    void shouldRefuseWhatACommandLineWouldReadOtherwiseEvenIfTheOperatorAllowsTheProperty(String value) {
        assertThat(WIDENED.check(Map.of("spark.kryo.registrator", value), Platform.EMR))
                .extracting(Fault::code, Fault::allowed)
                .containsExactly(tuple(
                        ErrorCode.VALUE_OUT_OF_RANGE,
                        "up to 4096 printable ASCII characters, without quotes, backslashes, '$(', '${' and words that begin"
                                + " with --"));
    }

    @Test
    void shouldHoldTheRangesOfItsOwnEvenIfTheOperatorAllowsTheirBeginning() {
        assertThat(WIDENED.check(Map.of("spark.executor.cores", "0"), Platform.EMR))
                .extracting(Fault::code)
                .containsExactly(ErrorCode.VALUE_OUT_OF_RANGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark.executor.Memory", "spark.EXECUTOR.memory", "spark.driver.Host"})
    void shouldRefuseAnotherSpellingOfAKnownNameEvenIfTheOperatorAllowsItsBeginning(String key) {
        assertThat(WIDENED.check(Map.of(key, "7g"), Platform.EMR))
                .extracting(Fault::code)
                .containsExactly(ErrorCode.SPARK_CONF_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.master",
                "spark.driver.host",
                "spark.kubernetes.driver.pod.name",
                "spark.kubernetes.namespace",
                "spark.kubernetes.executor.label.sleeper-attempt"
            })
    void shouldRefuseWhatARunSetsItselfEvenIfTheOperatorAllowsIt(String key) {
        assertThat(WIDENED.check(Map.of(key, "x"), Platform.EKS))
                .containsExactly(new Fault(
                        ErrorCode.SPARK_CONF_NOT_ALLOWED,
                        "sparkConf (" + key + ")",
                        "'" + key + "'",
                        "properties that the run does not set itself",
                        "Remove the property."));
    }

    @Test
    void shouldRefuseWhatMeansNothingOnThePlatform() {
        Map<String, String> ofYarn = Map.of("spark.yarn.scheduler.reporterThread.maxFailures", "7");
        assertThat(SHIPPED.check(ofYarn, Platform.EMR)).isEmpty();
        assertThat(SHIPPED.check(ofYarn, Platform.PERSISTENT_EMR)).isEmpty();
        assertThat(SHIPPED.check(ofYarn, Platform.EMR_SERVERLESS)).hasSize(1);
        assertThat(SHIPPED.check(ofYarn, Platform.EKS))
                .containsExactly(new Fault(
                        ErrorCode.SPARK_CONF_NOT_ALLOWED,
                        "sparkConf (spark.yarn.scheduler.reporterThread.maxFailures)",
                        "'spark.yarn.scheduler.reporterThread.maxFailures' on the platform eks",
                        "it on emr, persistent-emr",
                        "Remove the property: it means nothing there."));

        Map<String, String> ofKubernetes = Map.of("spark.kubernetes.executor.request.cores", "1");
        assertThat(WIDENED.check(ofKubernetes, Platform.EKS)).isEmpty();
        assertThat(WIDENED.check(ofKubernetes, Platform.EMR))
                .extracting(Fault::allowed)
                .containsExactly("it on eks");
    }

    @Test
    void shouldNameTheNearestAndTheWayToWiden() {
        assertThat(SHIPPED.check(Map.of("spark.executor.instance", "29"), Platform.EMR))
                .extracting(Fault::action)
                .containsExactly(
                        "Use 'spark.executor.instances' if that was meant, remove the property, or have the operator"
                                + " widen sleeper.bulk.import.spark.conf.allowed.");
    }

    @ParameterizedTest
    @CsvSource({
        "spark.executor.heartbeatInterval,900s,spark.network.timeout,800s,less than the 800s of spark.network.timeout",
        "spark.executor.heartbeatInterval,2min,spark.network.timeout,120000ms,less than the 120000ms of spark.network.timeout",
        "spark.executor.heartbeatInterval,120s,spark.rdd.compress,true,less than the 120s of spark.network.timeout",
        "spark.dynamicAllocation.minExecutors,5,spark.dynamicAllocation.maxExecutors,4,"
                + "at most the 4 of spark.dynamicAllocation.maxExecutors"
    })
    void shouldRefuseValuesThatDoNotGoTogether(
            String key, String value, String otherKey, String otherValue, String allowed) {
        assertThat(SparkConfAllowList.checkTogether(Map.of(key, value, otherKey, otherValue)))
                .containsExactly(
                        Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, "sparkConf (" + key + ")", "'" + value + "'", allowed));
    }

    @Test
    void shouldTakeValuesThatGoTogether() {
        assertThat(SparkConfAllowList.checkTogether(Map.of())).isEmpty();
        assertThat(SparkConfAllowList.checkTogether(Map.of(
                        "spark.executor.heartbeatInterval", "119s",
                        "spark.dynamicAllocation.minExecutors", "4",
                        "spark.dynamicAllocation.maxExecutors", "4")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "spark.*.memory", "spark*", "spark.", "hadoop.x", "spark.a.**"})
    void shouldNotWidenByStarsElsewhere(String pattern) {
        assertThat(SparkConfAllowList.isPattern(pattern)).isFalse();
    }
}
