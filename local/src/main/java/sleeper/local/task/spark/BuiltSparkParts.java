package sleeper.local.task.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.parts.MadeParts;
import sleeper.local.parts.Maven;
import sleeper.run.spark.SparkHome;

/**
 * Builds the Spark job's jar and fetches Spark's own jars, by Maven, from the project that this runs from.
 *
 * <p>Sources are looked at once in a process for each version: what was given once is given again, since it goes with the classes of the
 * services that ask for it.
 */
public final class BuiltSparkParts implements SparkParts {
    private static final Logger LOG = LoggerFactory.getLogger(BuiltSparkParts.class);

    /** One build at a time in a process; the lock of a file holds other processes off, and is not for threads of one. */
    private static final Object BUILD = new Object();

    private static final List<String> MODULES = List.of("core", "statestore", "sort", "aws", "run", "spark-job");
    private static final String BUILD_FOLDER = "target/for-spark";
    private static final Pattern JAR_NAME = Pattern.compile("sleeper-spark-job-.*-spark[34]\\.jar");

    private final Path root;
    private final Maven maven;
    private final Consumer<String> told;
    private final MadeParts parts;
    private final Map<SparkVersion, SparkRuntime> given = new EnumMap<>(SparkVersion.class);

    /**
     * @param root  folder of the project
     * @param maven program that builds, {@code mvn} for the one on the path
     * @param told  is given a line, for people, about what takes long
     */
    public BuiltSparkParts(Path root, String maven, Consumer<String> told) {
        this.root = root;
        this.maven = new Maven(root, maven, "send the job again", "; './sleeper doctor --prepare' tries this alone");
        this.told = told;
        this.parts = new MadeParts(root, madeFolder(), told);
    }

    /**
     * The parts of the project that this process was started from.
     *
     * @throws IOException if that is not known
     */
    public static BuiltSparkParts ofThisProject(Consumer<String> told) throws IOException {
        return new BuiltSparkParts(MadeParts.project("Spark"), "mvn", told);
    }

    /** @return the parts of the project that this process was started from; that it is not known is told when they are wanted */
    public static SparkParts whenNeeded() {
        try {
            return ofThisProject(LOG::info);
        } catch (IOException e) {
            return version -> {
                throw e;
            };
        }
    }

    /** @return the parts, if they are there as the sources are now; nothing is made */
    public Optional<SparkRuntime> find(SparkVersion version) throws IOException {
        Optional<Path> there = parts.find(new OfVersion(version));
        return there.isPresent() ? opened(there.get()) : Optional.empty();
    }

    @Override
    public SparkRuntime of(SparkVersion version) throws IOException {
        synchronized (BUILD) {
            SparkRuntime before = given.get(version);
            SparkRuntime now = before != null && isWhole(before)
                    ? before
                    : opened(parts.of(new OfVersion(version))).orElseThrow();
            given.put(version, now);
            MadeParts.keep(now.home().folder());
            return now;
        }
    }

    /** What drivers of a version of Spark are started from. */
    private final class OfVersion implements MadeParts.Recipe {
        private final SparkVersion version;

        OfVersion(SparkVersion version) {
            this.version = version;
        }

        @Override
        public String words() {
            return version.words();
        }

        @Override
        public String name() {
            return "spark" + version.major();
        }

        @Override
        public List<String> sources() {
            return Stream.concat(
                            Stream.of("pom.xml", "spark-job/spark-" + version.major() + "-jars/pom.xml"),
                            MODULES.stream().flatMap(module -> Stream.of(module + "/pom.xml", module + "/src/main")))
                    .toList();
        }

        @Override
        public boolean isWhole(Path folder) throws IOException {
            return opened(folder).isPresent();
        }

        @Override
        public void make(Path unfinished) throws IOException {
            told.accept("Building the Spark job's jar for " + words() + " (once; its log is " + buildLog(version)
                    + ") ...");
            maven.run("The jar for " + words() + " was not built", buildArguments(version), buildLog(version));
            told.accept("Fetching " + words() + " (once) ...");
            maven.run(
                    words() + " was not fetched",
                    List.of("-f", "spark-job/spark-" + version.major() + "-jars/pom.xml", "generate-resources"),
                    madeFolder().resolve("fetch-spark" + version.major() + ".log"));
            SparkHome unused = SparkHome.link(unfinished, sparkJars(version));
            Path jar = builtJar(version);
            Files.copy(jar, unfinished.resolve(jar.getFileName()));
        }
    }

    private static List<String> buildArguments(SparkVersion version) {
        List<String> forAll = List.of(
                "-Dquick",
                "-Dmaven.test.skip=true",
                "-Djar.alone",
                "-Dbuild.folder=" + BUILD_FOLDER,
                "-pl",
                "spark-job",
                "-am",
                "package");
        return version == SparkVersion.SPARK_3
                ? forAll
                : Stream.concat(Stream.of("-Pspark" + version.major()), forAll.stream())
                        .toList();
    }

    private Path builtJar(SparkVersion version) throws IOException {
        Path target = root.resolve("spark-job").resolve(BUILD_FOLDER);
        Path folder = version == SparkVersion.SPARK_3 ? target : target.resolve("spark" + version.major());
        return jarIn(folder, version)
                .orElseThrow(() -> new IOException("The build left no jar for " + version.words() + " in " + folder
                        + "; its log is " + buildLog(version) + "."));
    }

    private List<Path> sparkJars(SparkVersion version) throws IOException {
        Path list = root.resolve("spark-job/spark-" + version.major() + "-jars/target/spark.classpath");
        return Stream.of(Files.readString(list).strip().split(Pattern.quote(File.pathSeparator)))
                .map(Path::of)
                .toList();
    }

    private Path madeFolder() {
        return root.resolve("spark-job/target/spark-parts");
    }

    private Path buildLog(SparkVersion version) {
        return madeFolder().resolve("build-spark" + version.major() + ".log");
    }

    /** @return what lies in a folder that was made, if all of it is there */
    private static Optional<SparkRuntime> opened(Path folder) throws IOException {
        Optional<Path> jar = Stream.of(SparkVersion.values())
                .flatMap(version -> jarIn(folder, version).stream())
                .findFirst();
        if (jar.isEmpty()) {
            return Optional.empty();
        }
        SparkRuntime found = new SparkRuntime(SparkHome.open(folder), jar.get());
        return Optional.of(found).filter(BuiltSparkParts::isWhole);
    }

    private static Optional<Path> jarIn(Path folder, SparkVersion version) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            JAR_NAME.matcher(file.getFileName().toString()).matches()
                                    && SparkVersion.ofJar(file.toString()).equals(Optional.of(version)))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Spark's jars are links into Maven's repository, which people clear. */
    private static boolean isWhole(SparkRuntime runtime) {
        if (!Files.exists(runtime.jar())) {
            return false;
        }
        try (Stream<Path> jars = Files.list(runtime.home().folder().resolve("jars"))) {
            return jars.allMatch(Files::exists);
        } catch (IOException e) {
            return false;
        }
    }
}
