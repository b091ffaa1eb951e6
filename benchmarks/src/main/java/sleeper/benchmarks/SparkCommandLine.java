package sleeper.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.core.json.StoredJson;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkHome;
import sleeper.run.spark.SparkMaster;
import sleeper.run.spark.SparkSubmit;

/**
 * Prints the command line of a Spark job as JSON, for {@code spark.sh}, which starts and measures it: {@code words},
 * {@code environment} and {@code folders} as {@link SparkCommand} has them. The one argument is JSON, too:
 *
 * <pre>
 * {"sparkHome": folder, "sparkJars": file with a class path, of which the folder is made unless it is there,
 *  "executors": processes with a task each, or 0 for one process, "threads": tasks of that one, "heapMegabytes": of each process,
 *  "scratch": folder, "eventLogs": folder or absent, "properties": {…}, "environment": {…},
 *  "jar": file, "mainClass": name, "arguments": […]}
 * </pre>
 */
public final class SparkCommandLine {
    private SparkCommandLine() {}

    public static void main(String[] arguments) throws IOException {
        SparkCommand command = of(StoredJson.parse("The request", arguments[0]));
        ObjectNode printed = StoredJson.object();
        printed.set("words", StoredJson.texts(command.words()));
        printed.set("environment", StoredJson.textMap(command.environment()));
        printed.set(
                "folders",
                StoredJson.texts(command.folders().stream().map(Path::toString).toList()));
        System.out.println(StoredJson.write(printed));
    }

    static SparkCommand of(JsonNode request) throws IOException {
        int megabytes = StoredJson.intValue(request, "heapMegabytes");
        SparkSubmit submit = new SparkSubmit(home(request), master(request, megabytes), path(request, "scratch"))
                .driverMegabytes(megabytes)
                .environment(StoredJson.textMap(request, "environment"));
        StoredJson.textMap(request, "properties").forEach(submit::property);
        StoredJson.optionalText(request, "eventLogs").map(Path::of).ifPresent(submit::eventLogs);
        return submit.command(
                path(request, "jar"), StoredJson.text(request, "mainClass"), StoredJson.textList(request, "arguments"));
    }

    private static SparkMaster master(JsonNode request, int megabytes) {
        int executors = StoredJson.intValue(request, "executors");
        return executors == 0
                ? new SparkMaster.Local(StoredJson.intValue(request, "threads"))
                : new SparkMaster.LocalCluster(executors, 1, megabytes);
    }

    private static SparkHome home(JsonNode request) throws IOException {
        Path home = path(request, "sparkHome");
        if (Files.exists(home)) {
            return SparkHome.open(home);
        }
        String[] jars = Files.readString(path(request, "sparkJars")).strip().split(Pattern.quote(File.pathSeparator));
        List<Path> paths = Stream.of(jars).map(Path::of).toList();
        return SparkHome.link(home, paths);
    }

    private static Path path(JsonNode request, String field) {
        return Path.of(StoredJson.text(request, field));
    }
}
