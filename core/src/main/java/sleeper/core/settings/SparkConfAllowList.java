package sleeper.core.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.util.Nearest;

/**
 * The Spark properties that a job may set. Spark runs code named by many of its properties, so all but these are refused unless
 * the operator allows them.
 */
public final class SparkConfAllowList {
    private static final Rule COUNT = new Rule("1 to 999999", "[1-9]\\d{0,5}");
    private static final Rule SIZE = new Rule("a size such as 7g or 512m", "[1-9]\\d{0,6}[kmgKMG]?");
    private static final Rule TIME = new Rule("a time such as 60s", "[1-9]\\d{0,6}(ms|s|m|min|h)");
    private static final Rule FRACTION = new Rule("0 to 1", "0(\\.\\d{1,6})?|1(\\.0{1,6})?");
    private static final Rule FLAG = new Rule("true or false", "true|false");

    private static final Map<String, Rule> ALWAYS = new TreeMap<>(Map.ofEntries(
            Map.entry("spark.executor.instances", COUNT),
            Map.entry("spark.executor.cores", COUNT),
            Map.entry("spark.executor.memory", SIZE),
            Map.entry("spark.executor.memoryOverhead", SIZE),
            Map.entry("spark.executor.heartbeatInterval", TIME),
            Map.entry("spark.driver.cores", COUNT),
            Map.entry("spark.driver.memory", SIZE),
            Map.entry("spark.driver.memoryOverhead", SIZE),
            Map.entry("spark.default.parallelism", COUNT),
            Map.entry("spark.sql.shuffle.partitions", COUNT),
            Map.entry("spark.dynamicAllocation.enabled", FLAG),
            Map.entry("spark.dynamicAllocation.minExecutors", COUNT),
            Map.entry("spark.dynamicAllocation.maxExecutors", COUNT),
            Map.entry("spark.memory.fraction", FRACTION),
            Map.entry("spark.memory.storageFraction", FRACTION),
            Map.entry("spark.network.timeout", TIME),
            Map.entry("spark.rdd.compress", FLAG),
            Map.entry("spark.shuffle.compress", FLAG),
            Map.entry("spark.shuffle.spill.compress", FLAG),
            Map.entry("spark.speculation", FLAG)));

    private final List<String> widened;

    private record Rule(String allowed, String regex) {}

    /** @param widened what the operator allows beside; each passed {@link #isPattern} */
    public SparkConfAllowList(Collection<String> widened) {
        this.widened = List.copyOf(widened);
    }

    /** @return whether the text is a Spark property's name, or names that share their beginning: {@code spark.hadoop.fs.*} */
    static boolean isPattern(String text) {
        return text.matches("spark(\\.[A-Za-z0-9_-]+)+(\\.\\*)?");
    }

    /** @return SPARK_CONF_NOT_ALLOWED faults of properties that may not be set, VALUE_OUT_OF_RANGE of values that may not be given */
    public List<Fault> check(Map<String, String> sparkConf) {
        List<Fault> faults = new ArrayList<>();
        sparkConf.forEach((key, value) -> {
            String where = "sparkConf (" + key + ")";
            Rule rule = ALWAYS.get(key);
            if (rule != null && !value.matches(rule.regex())) {
                faults.add(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, where, "'" + value + "'", rule.allowed()));
            } else if (rule == null && !isWidened(key)) {
                faults.add(notAllowed(key, where));
            }
        });
        return faults;
    }

    private boolean isWidened(String key) {
        return isPattern(key)
                && !key.endsWith("*")
                && widened.stream()
                        .anyMatch(pattern -> pattern.endsWith(".*")
                                ? key.startsWith(pattern.substring(0, pattern.length() - 1))
                                : key.equals(pattern));
    }

    private Fault notAllowed(String key, String where) {
        TreeSet<String> known = new TreeSet<>(ALWAYS.keySet());
        known.addAll(widened);
        return new Fault(
                ErrorCode.SPARK_CONF_NOT_ALLOWED,
                where,
                "'" + key + "'",
                String.join(", ", known),
                Nearest.to(key, known)
                                .map(nearest -> "Use '" + nearest + "' if that was meant, remove")
                                .orElse("Remove")
                        + " the property, or have the operator widen " + BulkImportSettings.SPARK_CONF_ALLOWED.name()
                        + ".");
    }
}
