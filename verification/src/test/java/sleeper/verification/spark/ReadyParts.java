package sleeper.verification.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.local.task.spark.SparkParts;
import sleeper.local.task.spark.SparkRuntime;
import sleeper.local.task.spark.SparkVersion;
import sleeper.run.spark.SparkHome;
import sleeper.verification.ProjectTree;

/** What this build has made before: the jar for Spark 3, and Spark's own jars. */
public final class ReadyParts implements SparkParts {
    private static final Path SPARK_JOB = ProjectTree.root().resolve("spark-job");

    /** Made once for a process. */
    private static final Map<SparkVersion, SparkRuntime> GIVEN = new EnumMap<>(SparkVersion.class);

    @Override
    public SparkRuntime of(SparkVersion version) throws IOException {
        synchronized (GIVEN) {
            SparkRuntime before = GIVEN.get(version);
            if (before == null) {
                before = new SparkRuntime(home(version), jar(version));
                GIVEN.put(version, before);
            }
            return before;
        }
    }

    private static SparkHome home(SparkVersion version) throws IOException {
        Path list = SPARK_JOB.resolve("spark-" + version.major() + "-jars/target/spark.classpath");
        String[] jars = Files.readString(list).strip().split(Pattern.quote(File.pathSeparator));
        Path folder = ProjectTree.root()
                .resolve("verification/target/spark-" + version.major() + "-" + System.getProperty("tests.fork", "1"));
        delete(folder);
        return SparkHome.link(folder, Stream.of(jars).map(Path::of).toList());
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

    private static Path jar(SparkVersion version) throws IOException {
        Path target = SPARK_JOB.resolve(version == SparkVersion.SPARK_3 ? "target" : "target/spark4");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-spark" + version.major() + ".jar"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("no jar for " + version.words() + " in " + target));
        }
    }
}
