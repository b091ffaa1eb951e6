package sleeper.run.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sleeper.core.util.Require;

/**
 * Puts together the command line of a job, which is what the script {@code spark-submit} comes to, on this machine.
 *
 * <p>A job listens on 127.0.0.1 alone. Its driver has the jar behind Spark's own, as on a cluster. {@link SparkMaster.Local} needs
 * Spark's jars; {@link SparkMaster.LocalCluster} besides has its executors find them and write their logs in the home.
 */
public final class SparkSubmit {
    private static final int DEFAULT_MEGABYTES = 1024;
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

    private final SparkHome home;
    private final SparkMaster master;
    private final Path scratch;
    private final List<Path> folders = new ArrayList<>();
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Path> moreJars = new ArrayList<>();
    private final List<String> driverOptions = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private int driverMegabytes = DEFAULT_MEGABYTES;

    /** @param scratch folder for what Spark spills and shuffles, and for temporary files; its path has no comma and no quote */
    public SparkSubmit(SparkHome home, SparkMaster master, Path scratch) {
        Require.that(!scratch.toString().matches(".*[,\"].*"), "Spark takes no folder " + scratch);
        this.home = home;
        this.master = master;
        this.scratch = scratch.toAbsolutePath();
        folders.add(this.scratch);
        properties.put("spark.driver.host", SparkCommand.HERE);
        properties.put("spark.driver.bindAddress", SparkCommand.HERE);
        properties.put("spark.local.dir", this.scratch.toString());
        properties.put("spark.ui.port", "0");
        properties.put("spark.eventLog.enabled", "false");
        environment.put("SPARK_LOCAL_IP", SparkCommand.HERE);
        if (master instanceof SparkMaster.LocalCluster cluster) {
            properties.put("spark.executor.memory", cluster.megabytes() + "m");
            environment.put("SPARK_HOME", home.folder().toString());
            environment.put("SPARK_SCALA_VERSION", home.scalaVersion());
        }
    }

    /** Sets the driver's heap, which on {@link SparkMaster.Local} is that of the tasks, too; 1024 if it is not set. */
    public SparkSubmit driverMegabytes(int megabytes) {
        driverMegabytes = Math.toIntExact(Require.atLeast("megabytes", megabytes, 512));
        return this;
    }

    /** Adds options of the driver's Java virtual machine, a word each. */
    public SparkSubmit driverOptions(List<String> words) {
        driverOptions.addAll(words);
        return this;
    }

    /** Adds options of {@code spark-submit} itself that say nothing of what else is set here, a word each. */
    public SparkSubmit options(List<String> words) {
        options.addAll(words);
        return this;
    }

    /** Has the run write an event log for the history server. */
    public SparkSubmit eventLogs(Path folder) {
        folders.add(folder);
        properties.put("spark.eventLog.enabled", "true");
        properties.put("spark.eventLog.dir", folder.toUri().toString());
        return this;
    }

    /** Sets a property of Spark's; the last value given counts. */
    public SparkSubmit property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Sets variables of the driver. */
    public SparkSubmit environment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** Adds jars that the main class needs besides its own. */
    public SparkSubmit moreJars(List<Path> jars) {
        moreJars.addAll(jars);
        return this;
    }

    /**
     * @param jar       has the main class
     * @param arguments of the main class
     */
    public SparkCommand command(Path jar, String mainClass, List<String> arguments) {
        Require.notBlank("mainClass", mainClass);
        String temporary = "-Djava.io.tmpdir=" + scratch;
        List<String> words = SparkCommand.java(home, driverMegabytes);
        List<String> ofDriver = new ArrayList<>(driverOptions);
        ofDriver.add(temporary);
        words.addAll(words.indexOf("-cp"), ofDriver);
        words.add("org.apache.spark.deploy.SparkSubmit");
        words.addAll(options);
        words.addAll(List.of("--master", master.address()));
        Map<String, String> set = new TreeMap<>(properties);
        set.merge(EXECUTOR_OPTIONS, '"' + temporary + '"', (options, own) -> own + " " + options);
        set.forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
        if (!moreJars.isEmpty()) {
            words.addAll(List.of("--jars", moreJars.stream().map(Path::toString).collect(Collectors.joining(","))));
        }
        words.addAll(List.of("--class", mainClass, jar.toString()));
        words.addAll(arguments);
        return new SparkCommand(words, environment, folders);
    }
}
