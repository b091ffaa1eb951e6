package sleeper.local.task.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.util.Require;

/**
 * What a line of {@code spark-submit} says, without where it is to run.
 *
 * @param properties of Spark, the last value of each; sizes that were given as options stand here as the properties that they are
 * @param options    further options with their values, in their order
 * @param mainClass  unless the jar's manifest names it
 * @param jar        as it was written
 * @param arguments  of the main class
 */
record SubmitLine(
        Map<String, String> properties,
        List<String> options,
        Optional<String> mainClass,
        String jar,
        List<String> arguments) {
    static final String EXECUTORS = "spark.executor.instances";
    static final String CORES = "spark.executor.cores";
    static final String MEMORY = "spark.executor.memory";
    static final String DRIVER_MEMORY = "spark.driver.memory";

    /** Options that say the same as a property, and win over it. */
    private static final Map<String, String> PROPERTY_OF_OPTION = Map.of(
            "--num-executors", EXECUTORS,
            "--executor-cores", CORES,
            "--executor-memory", MEMORY,
            "--driver-memory", DRIVER_MEMORY,
            "--driver-cores", "spark.driver.cores",
            "--name", "spark.app.name");

    /** Where it is to run is not the line's affair here. */
    private static final Set<String> LEFT_OUT = Set.of("--master", "--deploy-mode");

    /** Options without a value. */
    private static final Set<String> FLAGS = Set.of("--verbose", "--supervise");

    SubmitLine {
        properties = Map.copyOf(properties);
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads a line that Spark's launcher has parsed and written anew: each option a word, each value a word.
     *
     * @param words without the program
     * @throws IllegalArgumentException if it is not such a line
     */
    static SubmitLine ofLauncher(List<String> words) {
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> sizes = new LinkedHashMap<>();
        List<String> options = new ArrayList<>();
        Optional<String> mainClass = Optional.empty();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("--")) {
            String option = words.get(at++);
            if (FLAGS.contains(option)) {
                options.add(option);
                continue;
            }
            Require.that(at < words.size(), option + " has no value");
            String value = words.get(at++);
            if (option.equals("--conf")) {
                int equals = value.indexOf('=');
                Require.that(equals > 0, "--conf " + value + " is no key=value");
                properties.put(value.substring(0, equals), value.substring(equals + 1));
            } else if (option.equals("--class")) {
                mainClass = Optional.of(value);
            } else if (PROPERTY_OF_OPTION.containsKey(option)) {
                sizes.put(PROPERTY_OF_OPTION.get(option), value);
            } else if (!LEFT_OUT.contains(option)) {
                options.addAll(List.of(option, value));
            }
        }
        Require.that(at < words.size(), "the line names no jar");
        properties.putAll(sizes);
        return new SubmitLine(properties, options, mainClass, words.get(at), words.subList(at + 1, words.size()));
    }

    /**
     * @param unsaid what the platform takes where the line is silent
     * @return what it asks for
     * @throws IllegalArgumentException if a number is none
     */
    SparkSize asked(SparkSize unsaid) {
        return new SparkSize(
                number(EXECUTORS, unsaid.executors()),
                number(CORES, unsaid.cores()),
                megabytes(MEMORY, unsaid.megabytes()),
                megabytes(DRIVER_MEMORY, unsaid.driverMegabytes()));
    }

    private int number(String property, int unsaid) {
        String value = properties.get(property);
        // With dynamic allocation, none is a way to begin.
        return value == null ? unsaid : Math.max(1, Integer.parseInt(value.strip()));
    }

    private long megabytes(String property, long unsaid) {
        String value = properties.get(property);
        return value == null ? unsaid : Megabytes.parse(value);
    }
}
