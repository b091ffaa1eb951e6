package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sleeper.cli.frame.LeftOutWords;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.json.StoredJson;

/**
 * An attempt that waits for its engine, and how that is started.
 *
 * @param plan        of the attempt
 * @param environment variables by which the driver finds the instance; one that is blank must not be set
 * @param jar         of the Spark job, as spark-submit is to find it
 */
record PreparedRun(JobPlan plan, Map<String, String> environment, String jar) {
    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

    private String className() {
        return plan.className().orElseThrow();
    }

    PreparedRun {
        // In the same order each time.
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(List.of("spark-submit", "--class", className()));
        plan.sparkConf().forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
        words.addAll(List.of(
                jar,
                plan.attempt().jobId().value(),
                Integer.toString(plan.attempt().number())));
        return words;
    }

    /** @return the whole as a shell takes it */
    private String line() {
        String unset = environment.entrySet().stream()
                .filter(variable -> variable.getValue().isEmpty())
                .map(variable -> "-u " + variable.getKey() + " ")
                .collect(Collectors.joining());
        String set = environment.entrySet().stream()
                .filter(variable -> !variable.getValue().isEmpty())
                .map(variable -> variable.getKey() + "=" + quoted(variable.getValue()) + " ")
                .collect(Collectors.joining());
        return (unset.isEmpty() ? "" : "env " + unset)
                + set
                + command().stream().map(PreparedRun::quoted).collect(Collectors.joining(" "));
    }

    static String quoted(String word) {
        return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    ObjectNode json() {
        ObjectNode json = StoredJson.object()
                .put("jobId", plan.attempt().jobId().value())
                .put("status", JobStatus.RUNNING.name())
                .put("attempt", plan.attempt().number())
                .put("class", className())
                .put("table", plan.table().value())
                .put("platform", plan.platform().word())
                .put("inputFiles", plan.inputs().size())
                .put("inputRows", plan.inputRows())
                .put("partitions", plan.partitions().leaves().size());
        json.set("warnings", StoredJson.texts(plan.advice()));
        json.set("environment", StoredJson.textMap(environment));
        json.set("command", StoredJson.texts(command()));
        return json.put("line", line());
    }

    String words() {
        List<String> lines = new ArrayList<>();
        lines.add("job=%s attempt=%s class=%s table=%s files=%s rows=%s partitions=%s"
                .formatted(
                        plan.attempt().jobId(),
                        plan.attempt().number(),
                        className(),
                        plan.table(),
                        plan.inputs().size(),
                        plan.inputRows(),
                        plan.partitions().leaves().size()));
        LeftOutWords.expected(plan.leftOut()).forEach(some -> lines.add("left out: " + some));
        plan.advice().forEach(warning -> lines.add("warning: " + warning));
        lines.add("Nothing runs yet. Start Spark with the line below, and then run 'sleeper commit "
                + plan.attempt().jobId() + "'.");
        lines.add(line());
        return String.join(System.lineSeparator(), lines);
    }
}
