package sleeper.local.task.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import sleeper.core.util.JavaNotice;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkHome;

/**
 * Parses the arguments of {@code spark-submit} by Spark's own launcher library, in a process: as the script {@code spark-submit} has it
 * done, and by the version of Spark that then runs the job.
 */
final class SubmitParser {
    private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";

    private SubmitParser() {}

    /**
     * @throws WrongLineException if Spark refuses the line
     * @throws IOException        if the launcher cannot be started
     */
    static SubmitLine parse(SparkHome home, List<String> arguments) throws IOException {
        SparkCommand command = SparkCommand.launcher(home, SUBMIT, arguments);
        ProcessBuilder builder = new ProcessBuilder(command.words());
        command.setEnvironment(builder.environment());
        Process process = builder.start();
        CompletableFuture<String> complaints = CompletableFuture.supplyAsync(() -> text(process));
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // It begins with a line of its own, so that a shell can tell what Java has printed before.
        int begin = answer.indexOf("\0\n");
        List<String> words =
                begin < 0 ? List.of() : List.of(answer.substring(begin + 2).split("\0", -1));
        int submit = words.indexOf(SUBMIT);
        if (submit < 0 || words.contains("--usage-error")) {
            throw new WrongLineException(complaints
                    .join()
                    .lines()
                    .filter(line -> !line.isBlank() && !JavaNotice.is(line))
                    .findFirst()
                    .orElse("Spark's launcher gave no command"));
        }
        try {
            // The last word is followed by an end, too.
            return SubmitLine.ofLauncher(new ArrayList<>(words.subList(submit + 1, words.size() - 1)));
        } catch (IllegalArgumentException e) {
            throw new WrongLineException("Error: " + e.getMessage());
        }
    }

    private static String text(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
