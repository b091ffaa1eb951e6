package sleeper.bulkimport.job.runner;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkHome;

/** What tests need to run the shaded jar on Spark's own jars, in processes of their own. */
public final class SparkRuns {
    private static final long LONGEST_MINUTES = 4;
    private static final Map<Integer, SparkHome> HOMES = new HashMap<>();

    private SparkRuns() {}

    /** @return the jar of this build */
    public static Path jar() {
        return Path.of(System.getProperty("sleeper.spark.jar"));
    }

    /** @return the version of Spark that this build is for: 3 or 4 */
    public static int major() {
        return Integer.getInteger("sleeper.spark.major");
    }

    /** @return a home with links to the jars of Spark 3.5.6 or 4.0.2, as they are; made once for a process */
    public static synchronized SparkHome home(int major) throws IOException {
        if (!HOMES.containsKey(major)) {
            Path list = Path.of(
                    System.getProperty("project.root"), "spark-job", "spark-" + major + "-jars/target/spark.classpath");
            String[] jars = Files.readString(list).strip().split(Pattern.quote(File.pathSeparator));
            // Executors work in it: two classes of tests that run at once must not have the same.
            int fork = Integer.parseInt(System.getProperty("tests.fork", "1"));
            Path folder = jar().resolveSibling("spark-" + major + "-" + fork);
            delete(folder);
            HOMES.put(
                    major, SparkHome.link(folder, Stream.of(jars).map(Path::of).toList()));
        }
        return HOMES.get(major);
    }

    /** Deletes what executors have left in a home: logs, and copies of the jar. */
    public static void deleteWork(SparkHome home) throws IOException {
        delete(home.folder().resolve("work"));
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** @return a jar that is made of this module's test classes, for mains that are among them */
    public static Path testJar(Path folder) throws IOException {
        Path classes = Path.of(URI.create(SparkRuns.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        Path jar = folder.resolve("tests.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    /**
     * Runs a command to its end.
     *
     * @return the lines of its output
     * @throws AssertionError if it ends with another code than 0, or not at all; with its output
     */
    public static List<String> run(SparkCommand command, Path log) throws IOException, InterruptedException {
        Process process = command.start(log);
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(command.words() + " did not end well:\n" + Files.readString(log));
            }
        } finally {
            end(process);
        }
        return Files.readAllLines(log);
    }

    /** @return what a file says, for the message of a failed assertion */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a process and those that it has started, and waits until they have ended. */
    public static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }
}
