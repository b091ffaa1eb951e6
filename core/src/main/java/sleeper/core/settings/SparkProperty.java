package sleeper.core.settings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.util.Require;

/**
 * A property of Spark's that a job may set. Those are here that size a run, pace it or tell of it. Not here is what names code,
 * files or addresses, what adds to a container's memory past {@code memoryOverhead}, on which plans are made, and what a run sets
 * itself.
 *
 * @param key   Spark's name for it, letter for letter
 * @param value what it may be set to
 */
record SparkProperty(String key, SparkValue value) {
    static final String HEARTBEAT = "spark.executor.heartbeatInterval";
    static final String NETWORK_TIMEOUT = "spark.network.timeout";
    static final String LEAST_EXECUTORS = "spark.dynamicAllocation.minExecutors";
    static final String MOST_EXECUTORS = "spark.dynamicAllocation.maxExecutors";

    /** As many nodes as a Kubernetes cluster is built for, and on Fargate each executor has its own. */
    private static final int EXECUTORS = 5_000;
    /** Cores of the largest machines that EMR has, but for those made for one database's memory. */
    private static final int CORES = 192;
    /** Spark starts no driver and no executor with less than 450 MiB. */
    private static final String LEAST_HEAP = "512m";

    private static final String MOST_HEAP = "4096g";
    private static final int PARTITIONS = 100_000;

    private static final Map<String, SparkProperty> ALL = Stream.of(
                    of("spark.executor.instances", SparkValue.count(1, EXECUTORS)),
                    of("spark.executor.cores", SparkValue.count(1, CORES)),
                    of("spark.executor.memory", SparkValue.size(LEAST_HEAP, MOST_HEAP)),
                    of("spark.executor.memoryOverhead", SparkValue.size("1m", "1024g")),
                    of(HEARTBEAT, SparkValue.time("1s", "1h")),
                    of("spark.driver.cores", SparkValue.count(1, CORES)),
                    of("spark.driver.memory", SparkValue.size(LEAST_HEAP, MOST_HEAP)),
                    of("spark.driver.memoryOverhead", SparkValue.size("1m", "1024g")),
                    of("spark.driver.maxResultSize", SparkValue.size("1m", "1024g")),
                    of("spark.default.parallelism", SparkValue.count(1, PARTITIONS)),
                    of("spark.sql.shuffle.partitions", SparkValue.count(1, PARTITIONS)),
                    of("spark.sql.adaptive.enabled", SparkValue.flag()),
                    of("spark.dynamicAllocation.enabled", SparkValue.flag()),
                    of(LEAST_EXECUTORS, SparkValue.count(0, EXECUTORS)),
                    of("spark.dynamicAllocation.initialExecutors", SparkValue.count(0, EXECUTORS)),
                    of(MOST_EXECUTORS, SparkValue.count(1, EXECUTORS)),
                    of("spark.dynamicAllocation.executorIdleTimeout", SparkValue.time("1s", "24h")),
                    of("spark.memory.fraction", SparkValue.fraction("0.1", "1")),
                    of("spark.memory.storageFraction", SparkValue.fraction("0", "0.99")),
                    of(NETWORK_TIMEOUT, SparkValue.time("10s", "24h")),
                    of("spark.rpc.askTimeout", SparkValue.time("10s", "24h")),
                    of("spark.rdd.compress", SparkValue.flag()),
                    of("spark.shuffle.compress", SparkValue.flag()),
                    of("spark.shuffle.spill.compress", SparkValue.flag()),
                    of("spark.shuffle.file.buffer", SparkValue.size("1k", "64m")),
                    of("spark.reducer.maxSizeInFlight", SparkValue.size("1m", "2000m")),
                    // Spark takes the name of a class, too.
                    of("spark.io.compression.codec", SparkValue.oneOf(List.of("lz4", "lzf", "snappy", "zstd"))),
                    of("spark.io.compression.zstd.level", SparkValue.count(1, 22)),
                    of("spark.speculation", SparkValue.flag()),
                    of("spark.speculation.quantile", SparkValue.fraction("0", "1")),
                    of("spark.task.maxFailures", SparkValue.count(1, 100)),
                    of("spark.locality.wait", SparkValue.time("0s", "1h")),
                    // Spark has no such property: the DataFrame algorithm reads it.
                    of("spark.storage.level", SparkValue.oneOf(storageLevels())),
                    of("spark.log.level", SparkValue.oneOf(List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR"))),
                    of("spark.yarn.scheduler.reporterThread.maxFailures", SparkValue.count(1, 1_000)))
            .collect(Collectors.toMap(
                    SparkProperty::key, Function.identity(), (one, other) -> duplicate(one), TreeMap::new));

    SparkProperty {
        Require.notBlank("key", key);
        Require.notNull("value", value);
    }

    private static SparkProperty of(String key, SparkValue value) {
        return new SparkProperty(key, value);
    }

    private static SparkProperty duplicate(SparkProperty one) {
        throw new IllegalStateException(one.key() + " is there twice");
    }

    /** Those on memory and disk that hold rows after their first use. */
    private static List<String> storageLevels() {
        List<String> once =
                List.of("DISK_ONLY", "MEMORY_ONLY", "MEMORY_ONLY_SER", "MEMORY_AND_DISK", "MEMORY_AND_DISK_SER");
        return Stream.concat(once.stream(), once.stream().map(level -> level + "_2"))
                .sorted()
                .toList();
    }

    /** @return all that there are, in the order of their keys */
    static Collection<SparkProperty> all() {
        return ALL.values();
    }

    static Optional<SparkProperty> ofKey(String key) {
        return Optional.ofNullable(ALL.get(key));
    }
}
