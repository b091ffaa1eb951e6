package sleeper.core.launch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.util.Require;

/**
 * How {@code spark-submit} is asked to run an attempt, without where it runs.
 *
 * @param attempt   the attempt, whose job and number are the arguments of the main class
 * @param className the main class
 * @param jar       URI of the jar that has it
 * @param conf      Spark properties; sorted
 */
public record SparkSubmission(AttemptId attempt, String className, String jar, Map<String, String> conf) {
    private static final String CONF = "--conf";

    public SparkSubmission {
        Require.notNull("attempt", attempt);
        Require.notBlank("className", className);
        Require.notBlank("jar", jar);
        conf = Collections.unmodifiableMap(new TreeMap<>(conf));
    }

    /** @throws IllegalArgumentException if the plan is not of a platform with Spark */
    public static SparkSubmission of(JobPlan plan, String jar) {
        return new SparkSubmission(
                plan.attempt(),
                plan.className()
                        .orElseThrow(() ->
                                new IllegalArgumentException("attempt " + plan.attempt() + " does not run on Spark")),
                jar,
                plan.sparkConf());
    }

    /** @return the same, with properties that the platform needs, which win over what the job says */
    public SparkSubmission with(Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>(conf);
        all.putAll(properties);
        return new SparkSubmission(attempt, className, jar, all);
    }

    /** @return the same, with properties that the platform has where the job says nothing */
    public SparkSubmission withDefaults(Map<String, String> properties) {
        return new SparkSubmission(attempt, className, jar, properties).with(conf);
    }

    /** @return arguments of the main class */
    public List<String> arguments() {
        return List.of(attempt.jobId().value(), Integer.toString(attempt.number()));
    }

    /** @return words behind {@code spark-submit} and where it is to run: options, the jar, its arguments */
    public List<String> words() {
        List<String> words = new ArrayList<>(options());
        words.add(jar);
        words.addAll(arguments());
        return words;
    }

    /** @return the options as one line, in which words that hold a blank or a quote are quoted as a shell wants it */
    public String optionLine() {
        return options().stream().map(SparkSubmission::quoted).collect(Collectors.joining(" "));
    }

    private List<String> options() {
        Stream<String> properties =
                conf.entrySet().stream().flatMap(entry -> Stream.of(CONF, entry.getKey() + "=" + entry.getValue()));
        return Stream.concat(properties, Stream.of("--class", className)).toList();
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+")
                ? word
                : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
