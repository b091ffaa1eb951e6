package sleeper.run.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with Spark's own jars in {@code jars/}, as a distribution of Spark has them. Executors in processes of their own write
 * to {@code work/} in it.
 *
 * @param folder       absolute
 * @param version      of Spark, such as {@code 3.5.6}
 * @param scalaVersion that Spark is built for, such as {@code 2.12}
 */
public record SparkHome(Path folder, String version, String scalaVersion) {
    private static final Pattern CORE = Pattern.compile("spark-core_([0-9.]+)-([0-9][^/]*)\\.jar");

    /**
     * @param folder of a distribution, or one that {@link #link} has made
     * @throws IOException if it has no jar of Spark's core
     */
    public static SparkHome open(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder.resolve("jars"))) {
            return jars.map(jar -> CORE.matcher(jar.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(core -> new SparkHome(folder.toAbsolutePath(), core.group(2), core.group(1)))
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException(folder + " has no jars/spark-core_<Scala version>-<version>.jar"));
        }
    }

    /**
     * Makes a home of links to jars that lie elsewhere, such as in a Maven repository.
     *
     * @param folder in which {@code jars} is not there yet
     * @param jars   no two of one name
     * @throws IOException if it cannot be made, or has no jar of Spark's core
     */
    public static SparkHome link(Path folder, List<Path> jars) throws IOException {
        Path links = Files.createDirectories(folder).resolve("jars");
        Files.createDirectory(links);
        for (Path jar : jars) {
            Files.createSymbolicLink(links.resolve(jar.getFileName()), jar.toAbsolutePath());
        }
        return open(folder);
    }

    /** @return what a Java process is told to load all of Spark from */
    public String classPath() {
        return folder.resolve("jars").resolve("*").toString();
    }
}
