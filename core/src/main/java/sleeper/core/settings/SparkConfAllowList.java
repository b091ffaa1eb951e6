package sleeper.core.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.Platform;
import sleeper.core.util.Nearest;

/**
 * The Spark properties that a job may set. Spark runs code named by many of its properties, so all but those of
 * {@link SparkProperty} are refused unless the operator allows them; and those that a run sets itself are refused even then.
 * Names are compared letter for letter, because Spark does so.
 */
public final class SparkConfAllowList {
    /** What a run sets, and relies on: another value would make it another run, or one that nothing finds to end it. */
    private static final Set<String> OF_RUNS = Set.of(
            "spark.app.name",
            "spark.driver.bindAddress",
            "spark.driver.host",
            "spark.jars.ivy",
            "spark.kubernetes.authenticate.driver.serviceAccountName",
            "spark.kubernetes.authenticate.executor.serviceAccountName",
            "spark.kubernetes.container.image",
            "spark.kubernetes.driver.container.image",
            "spark.kubernetes.driver.pod.name",
            "spark.kubernetes.executor.container.image",
            "spark.kubernetes.executor.label.sleeper-attempt",
            "spark.kubernetes.executor.podNamePrefix",
            "spark.kubernetes.executor.podTemplateFile",
            "spark.kubernetes.namespace",
            "spark.master",
            "spark.serializer",
            "spark.submit.deployMode",
            "spark.yarn.maxAppAttempts",
            "spark.yarn.submit.waitAppCompletion");

    /** A driver finds its instance, and whose it is, by variables whose names begin so. */
    private static final Pattern OF_DRIVERS =
            Pattern.compile("spark\\.(yarn\\.appMasterEnv|emr-serverless\\.driverEnv)\\.(SLEEPER|AWS)_.*");

    private static final Set<String> KNOWN = Stream.concat(
                    OF_RUNS.stream(), SparkProperty.all().stream().map(SparkProperty::key))
            .map(SparkConfAllowList::lower)
            .collect(Collectors.toUnmodifiableSet());

    private final List<String> widened;

    /** @param widened what the operator allows beside; each passed {@link #isPattern} */
    public SparkConfAllowList(Collection<String> widened) {
        this.widened = List.copyOf(widened);
    }

    /** @return whether the text is a Spark property's name, or names that share their beginning: {@code spark.hadoop.fs.*} */
    static boolean isPattern(String text) {
        return text.matches("spark(\\.[A-Za-z0-9_-]+)+(\\.\\*)?");
    }

    /**
     * @param platform that the job is for; one of Spark's
     * @return SPARK_CONF_NOT_ALLOWED faults of properties that may not be set, VALUE_OUT_OF_RANGE of values that may not be given
     */
    public List<Fault> check(Map<String, String> sparkConf, Platform platform) {
        List<Fault> faults = new ArrayList<>();
        sparkConf.forEach((key, value) -> check(key, value, platform).ifPresent(faults::add));
        return faults;
    }

    private Optional<Fault> check(String key, String value, Platform platform) {
        Optional<SparkProperty> property = SparkProperty.ofKey(key);
        if (OF_RUNS.contains(key) || OF_DRIVERS.matcher(key).matches()) {
            return Optional.of(ofRuns(key));
        }
        if (property.isEmpty() && !isWidened(key)) {
            return Optional.of(notAllowed(key, platform));
        }
        Optional<SparkNamespace> foreign = SparkNamespace.of(key).filter(namespace -> !namespace.means(platform));
        if (foreign.isPresent()) {
            return Optional.of(meaningless(key, foreign.get(), platform));
        }
        SparkValue allowed = property.map(SparkProperty::value).orElse(SparkValue.PLAIN);
        return allowed.allows(value) ? Optional.empty() : Optional.of(outOfRange(key, value, allowed.allowed()));
    }

    /**
     * @param conf all that a run sets, as far as it is known: what Spark has for the rest does not matter here
     * @return VALUE_OUT_OF_RANGE faults of values that do not go together, for which Spark would end the run at its start
     */
    public static List<Fault> checkTogether(Map<String, String> conf) {
        List<Fault> faults = new ArrayList<>();
        String heartbeat = conf.getOrDefault(SparkProperty.HEARTBEAT, "10s");
        String timeout = conf.getOrDefault(SparkProperty.NETWORK_TIMEOUT, "120s");
        // Spark counts the timeout in whole seconds.
        long timeoutMillis = SparkValue.readMillis(timeout).orElse(Long.MAX_VALUE) / 1_000 * 1_000;
        if (SparkValue.readMillis(heartbeat).orElse(0) >= timeoutMillis) {
            faults.add(outOfRange(
                    SparkProperty.HEARTBEAT,
                    heartbeat,
                    "less than the " + timeout + " of " + SparkProperty.NETWORK_TIMEOUT));
        }
        String least = conf.getOrDefault(SparkProperty.LEAST_EXECUTORS, "0");
        String most = conf.getOrDefault(SparkProperty.MOST_EXECUTORS, "none");
        if (SparkValue.readCount(least).orElse(0) > SparkValue.readCount(most).orElse(Long.MAX_VALUE)) {
            faults.add(outOfRange(
                    SparkProperty.LEAST_EXECUTORS,
                    least,
                    "at most the " + most + " of " + SparkProperty.MOST_EXECUTORS));
        }
        return faults;
    }

    /** @return the properties that may be set where the operator allows no more */
    public static SortedSet<String> keys() {
        return SparkProperty.all().stream().map(SparkProperty::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /** @return what becomes of a property where the operator allows no more: the values that it may have, or why it may have none */
    public static String verdict(String key) {
        if (OF_RUNS.contains(key) || OF_DRIVERS.matcher(key).matches()) {
            return "refused: the run sets it";
        }
        return SparkProperty.ofKey(key)
                .map(property -> property.value().allowed()
                        + SparkNamespace.of(key)
                                .map(namespace -> "; on " + String.join(", ", namespace.platforms()))
                                .orElse(""))
                .orElse("refused");
    }

    /** Another spelling of a known name is a slip, which Spark would pass over in silence. */
    private boolean isWidened(String key) {
        return isPattern(key)
                && !key.endsWith("*")
                && !KNOWN.contains(lower(key))
                && widened.stream()
                        .anyMatch(pattern -> pattern.endsWith(".*")
                                ? key.startsWith(pattern.substring(0, pattern.length() - 1))
                                : key.equals(pattern));
    }

    private static Fault outOfRange(String key, String value, String allowed) {
        return Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, where(key), "'" + value + "'", allowed);
    }

    private static Fault ofRuns(String key) {
        return new Fault(
                ErrorCode.SPARK_CONF_NOT_ALLOWED,
                where(key),
                "'" + key + "'",
                "properties that the run does not set itself",
                "Remove the property.");
    }

    private static Fault meaningless(String key, SparkNamespace namespace, Platform platform) {
        List<String> platforms = namespace.platforms();
        return new Fault(
                ErrorCode.SPARK_CONF_NOT_ALLOWED,
                where(key),
                "'" + key + "' on the platform " + platform.word(),
                platforms.isEmpty() ? "it on no platform" : "it on " + String.join(", ", platforms),
                "Remove the property: it means nothing there.");
    }

    private Fault notAllowed(String key, Platform platform) {
        TreeSet<String> known = Stream.concat(
                        widened.stream(), SparkProperty.all().stream().map(SparkProperty::key))
                .filter(each -> SparkNamespace.of(each).stream().allMatch(namespace -> namespace.means(platform)))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Fault(
                ErrorCode.SPARK_CONF_NOT_ALLOWED,
                where(key),
                "'" + key + "'",
                String.join(", ", known),
                Nearest.to(key, known)
                                .map(nearest -> "Use '" + nearest + "' if that was meant, remove")
                                .orElse("Remove")
                        + " the property, or have the operator widen " + BulkImportSettings.SPARK_CONF_ALLOWED.name()
                        + ".");
    }

    private static String where(String key) {
        return "sparkConf (" + key + ")";
    }

    private static String lower(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}
