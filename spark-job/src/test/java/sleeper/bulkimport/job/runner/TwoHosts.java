package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkHome;

/**
 * Spark's own cluster with two workers that it takes for two machines, since one is called by its name and one by its address: only
 * then does Spark try a slow task twice.
 */
final class TwoHosts implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final String HERE = "127.0.0.1";

    private final SparkHome home;
    private final Path folder;
    private final List<Process> started = new ArrayList<>();
    private final String address;

    /** @param folder for logs, and for what the workers keep */
    TwoHosts(SparkHome home, Path folder) throws IOException, InterruptedException {
        this.home = home;
        this.folder = folder;
        Path log = start("master.Master", HERE, List.of());
        this.address = addressIn(log);
        for (String host : List.of(HERE, "localhost")) {
            Path unused = start(
                    "worker.Worker",
                    host,
                    List.of(
                            "--cores",
                            "1",
                            "--memory",
                            "1g",
                            "--work-dir",
                            folder.resolve(host).toString(),
                            address));
        }
    }

    /** @return as a driver is told it */
    String address() {
        return address;
    }

    private Path start(String program, String host, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(SparkCommand.JAVA_OPTIONS);
        words.addAll(List.of("-cp", home.classPath(), "org.apache.spark.deploy." + program));
        words.addAll(List.of("--host", host, "--port", "0", "--webui-port", "0"));
        words.addAll(arguments);
        Map<String, String> environment = Map.of(
                "SPARK_LOCAL_IP", HERE,
                "SPARK_HOME", home.folder().toString(),
                "SPARK_SCALA_VERSION", home.scalaVersion());
        Path log = folder.resolve(program + "-" + host + ".log");
        started.add(new SparkCommand(words, environment, List.of(folder)).start(log));
        return log;
    }

    private String addressIn(Path log) throws IOException, InterruptedException {
        while (started.get(0).isAlive()) {
            Matcher found = ADDRESS.matcher(Files.readString(log));
            if (found.find()) {
                return found.group(1);
            }
            Thread.sleep(50);
        }
        throw new AssertionError(Files.readString(log));
    }

    @Override
    public void close() {
        started.forEach(SparkRuns::end);
    }
}
