package sleeper.bulkimport.job.runner;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private SparkRuns() {}

    /** @return the jar of this build */
    public static Path jar() {
        return Path.of(System.getProperty("sleeper.spark.jar"));
    }

    /** @return the version of Spark that this build is for: 3 or 4 */
    public static int major() {
        return Integer.getInteger("sleeper.spark.major");
    }

    /** @return links to the jars of Spark 3.5.6 or 4.0.2, as they are */
    public static SparkHome home(Path folder, int major) throws IOException {
        Path list = Path.of(
                System.getProperty("project.root"), "spark-job", "spark-" + major + "-jars", "target/spark.classpath");
        String[] jars = Files.readString(list).strip().split(Pattern.quote(File.pathSeparator));
        return SparkHome.link(
                folder.resolve("spark"), Stream.of(jars).map(Path::of).toList());
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

    /** Ends a process and those that it has started, unless it has ended. */
    public static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
