package sleeper.bulkimport.job.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.ConfigEntry$;
import org.apache.spark.internal.config.ConfigReader;
import org.apache.spark.internal.config.Network$;
import org.apache.spark.internal.config.package$;
import org.apache.spark.sql.internal.SQLConf$;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;
import sleeper.core.platform.Platform;
import sleeper.core.settings.SparkConfAllowList;

/** What the allow-list takes, Spark takes, and as a value inside the range. */
class SparkConfValuesTest {
    private static final SparkConfAllowList ALLOWED = new SparkConfAllowList(List.of());
    private static final int SEEDS = 20;
    private static final int TRIES = 2_000;

    /** What Spark's own readers make of the ends of ranges, in the unit in which Spark has the property. */
    private static final Map<String, double[]> RANGES = Map.of(
            "spark.executor.instances", new double[] {1, 5_000},
            "spark.executor.cores", new double[] {1, 192},
            "spark.executor.memory", new double[] {512, 4_194_304},
            "spark.driver.memory", new double[] {512, 4_194_304},
            "spark.executor.memoryOverhead", new double[] {1, 1_048_576},
            "spark.sql.shuffle.partitions", new double[] {1, 100_000},
            "spark.memory.fraction", new double[] {0.1, 1},
            "spark.memory.storageFraction", new double[] {0, 0.99},
            "spark.network.timeout", new double[] {10, 86_400},
            "spark.executor.heartbeatInterval", new double[] {1_000, 3_600_000});

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "7",
            "29",
            "511",
            "512",
            "4096",
            "4097",
            "5000",
            "5001",
            "86400",
            "100000",
            "2147483648",
            "0.1",
            "0.80",
            "0.99",
            "1.0",
            "1.5",
            "-1",
            "+1",
            "007",
            "1e3",
            "\u0663",
            "999999999",
            "99999999999999999999");
    private static final List<String> UNITS = List.of(
            "", "", "k", "m", "g", "t", "K", "M", "G", "p", "kb", "gb", "us", "ms", "s", "min", "h", "d", "S", " g",
            "\u212a");
    private static final List<String> WORDS = List.of(
            "true",
            "false",
            "TRUE",
            "yes",
            "lz4",
            "zstd",
            "LZ4",
            "com.example.Codec",
            "INFO",
            "info",
            "DISK_ONLY",
            "OFF");
    private static final List<String> BESIDE =
            List.of("", "", "", "", "", " ", "\n", "\u0000", "\u00a0", " --conf spark.jars=x", "$(A)", "${env:A}", "#");

    @BeforeAll
    static void define() {
        // Scala's objects define their properties when they are loaded.
        assertThat(List.of(package$.MODULE$, Network$.MODULE$, SQLConf$.MODULE$))
                .doesNotContainNull();
    }

    private static ConcurrentMap<String, ConfigEntry<?>> defined() {
        return ConfigEntry$.MODULE$.knownConfigs();
    }

    static List<Long> seeds() {
        return new Random(20_261_128).longs(SEEDS).boxed().toList();
    }

    private static String value(Random random) {
        String middle = random.nextInt(4) == 0 ? pick(WORDS, random) : pick(NUMBERS, random) + pick(UNITS, random);
        return pick(BESIDE, random) + middle + pick(BESIDE, random);
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static boolean takes(String key, String value) {
        return ALLOWED.check(Map.of(key, value), Platform.EMR).isEmpty();
    }

    private static Object read(String key, String value) {
        Object read = defined().get(key).readFrom(new ConfigReader(Map.of(key, value)));
        return read instanceof Option<?> option ? option.get() : read;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldTakeNothingThatSparkReadsOtherwise(long seed) {
        Random random = new Random(seed);
        List<String> keys = List.copyOf(SparkConfAllowList.keys());
        int taken = 0;
        for (int i = 0; i < TRIES; i++) {
            String key = pick(keys, random);
            String value = value(random);
            if (takes(key, value)) {
                taken++;
                assertThat(value).as(key).matches("[A-Za-z0-9._]+");
                if (defined().containsKey(key)) {
                    assertThatCode(() -> read(key, value)).as(key + "=" + value).doesNotThrowAnyException();
                }
                if (RANGES.containsKey(key)) {
                    double[] range = RANGES.get(key);
                    assertThat(((Number) read(key, value)).doubleValue())
                            .as(key + "=" + value)
                            .isBetween(range[0], range[1]);
                }
            }
        }
        assertThat(taken).isPositive();
    }

    /** Spark looks at it where a context is made, which on a cluster is paid for. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldRefuseTimesThatDoNotGoTogetherJustWhereSparkDoes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            Map<String, String> conf =
                    Map.of("spark.executor.heartbeatInterval", time(random), "spark.network.timeout", time(random));
            boolean taken = SparkConfAllowList.checkTogether(conf).isEmpty();
            SparkConf ofSpark = new SparkConf(false);
            conf.forEach(ofSpark::set);
            assertThat(catchThrowable(ofSpark::validateSettings) == null)
                    .as(conf.toString())
                    .isEqualTo(taken);
        }
    }

    private static String time(Random random) {
        int seconds = 1 + random.nextInt(20);
        return switch (random.nextInt(3)) {
            case 0 -> seconds + "s";
            case 1 -> seconds * 1_000 + random.nextInt(1_000) + "ms";
            default -> 1 + random.nextInt(2) + "min";
        };
    }

    @Test
    void shouldKnowTheLevelsOfStorageThatSparkKnows() {
        assertThat(SparkConfAllowList.verdict("spark.storage.level").split(", "))
                .hasSizeGreaterThan(1)
                .allSatisfy(level -> assertThat(StorageLevel.fromString(level)).isNotEqualTo(StorageLevel.NONE()));
    }
}
