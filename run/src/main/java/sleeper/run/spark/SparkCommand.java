package sleeper.run.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command line that starts a program of Spark's. {@link SparkSubmit} makes those that run a job, {@link #historyServer} the one
 * that shows the runs that were; there is no other place that knows how Spark is started.
 *
 * @param words       the program and its arguments
 * @param environment variables that are set; no other is seen whose name begins with {@code SPARK_}
 * @param folders     that must be there before it starts
 */
public record SparkCommand(List<String> words, Map<String, String> environment, List<Path> folders) {
    /**
     * What Spark wants of Java 17 where its own scripts do not start it: those of {@code JavaModuleOptions} in Spark 3.5 and 4.0, which
     * both take the other's.
     */
    public static final List<String> JAVA_OPTIONS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
            "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
            "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
            "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
            "-Djdk.reflect.useDirectMethodHandle=false",
            "-Dio.netty.tryReflectionSetAccessible=true");

    /** The only address that anything listens on. */
    static final String HERE = "127.0.0.1";

    private static final String OF_SPARK = "SPARK_";

    public SparkCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
        folders = List.copyOf(folders);
    }

    /**
     * @param eventLogs folder that runs have left their event logs in
     * @param port      0 for a free one, which the server's log tells
     * @return starts Spark's history server, which ends when it is asked to stop
     */
    public static SparkCommand historyServer(SparkHome home, Path eventLogs, int port) {
        List<String> words = java(home, 1024);
        words.add("-Dspark.history.fs.logDirectory=" + eventLogs.toUri());
        words.add("-Dspark.history.ui.port=" + port);
        words.add("org.apache.spark.deploy.history.HistoryServer");
        return new SparkCommand(words, Map.of("SPARK_LOCAL_IP", HERE), List.of(eventLogs));
    }

    /**
     * @param program   main class that the line is meant for
     * @param arguments of the line, as a person writes them
     * @return has Spark's launcher library parse a line and print the command that it comes to, as Spark's own scripts do; nothing is
     *     started by it
     */
    public static SparkCommand launcher(SparkHome home, String program, List<String> arguments) {
        List<String> words = java(home, 128);
        words.addAll(List.of("org.apache.spark.launcher.Main", program));
        words.addAll(arguments);
        return new SparkCommand(
                words,
                Map.of("SPARK_HOME", home.folder().toString(), "SPARK_SCALA_VERSION", home.scalaVersion()),
                List.of());
    }

    /** @return this process's Java, with all of Spark on its class path */
    static List<String> java(SparkHome home, int megabytes) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx" + megabytes + "m");
        words.addAll(JAVA_OPTIONS);
        words.add("-cp");
        words.add(home.classPath());
        return words;
    }

    /**
     * @param log file that takes the output
     * @throws IOException if it cannot be started
     */
    public Process start(Path log) throws IOException {
        createFolders();
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        setEnvironment(builder.environment());
        return builder.start();
    }

    /** Makes the folders that must be there; for who starts the words by other means than {@link #start}. */
    public void createFolders() throws IOException {
        for (Path folder : folders) {
            Files.createDirectories(folder);
        }
    }

    /** Makes the variables of this process those of the program. */
    public void setEnvironment(Map<String, String> inherited) {
        inherited.keySet().removeIf(name -> name.startsWith(OF_SPARK));
        inherited.putAll(environment);
    }
}
