package sleeper.local.task.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.run.spark.SparkHome;

/**
 * Builds the Spark job's jar and fetches Spark's own jars, by Maven, from the project that this runs from. What was made lies in a
 * folder whose name is that of the sources it was made from, and is not changed: so a driver keeps what it was started from, and two
 * processes do not disturb each other. What nobody has used for a week goes when something new is made. The classes of this process are not touched by the build.
 *
 * <p>Sources are looked at once in a process for each version: what was given once is given again, since it goes with the classes of the
 * services that ask for it.
 */
public final class BuiltSparkParts implements SparkParts {
    private static final Logger LOG = LoggerFactory.getLogger(BuiltSparkParts.class);

    /** Set by the launcher to the folder of the project. */
    public static final String PROJECT = "sleeper.project";

    /** One build at a time in a process; the lock of a file holds other processes off, and is not for threads of one. */
    private static final Object BUILD = new Object();

    private static final List<String> MODULES = List.of("core", "statestore", "sort", "aws", "run", "spark-job");
    private static final String BUILD_FOLDER = "target/for-spark";
    private static final Pattern JAR_NAME = Pattern.compile("sleeper-spark-job-.*-spark[34]\\.jar");

    private final Path root;
    private final Maven maven;
    private final Consumer<String> told;
    private final Map<SparkVersion, SparkRuntime> given = new EnumMap<>(SparkVersion.class);

    /**
     * @param root  folder of the project
     * @param maven program that builds, {@code mvn} for the one on the path
     * @param told  is given a line, for people, about what takes long
     */
    public BuiltSparkParts(Path root, String maven, Consumer<String> told) {
        this.root = root;
        this.maven = new Maven(root, maven);
        this.told = told;
    }

    /**
     * The parts of the project that this process was started from.
     *
     * @throws IOException if that is not known
     */
    public static BuiltSparkParts ofThisProject(Consumer<String> told) throws IOException {
        String project = System.getProperty(PROJECT);
        if (project == null) {
            throw new IOException(
                    "Spark cannot be made ready: it is not known where the project lies. Start the command with"
                            + " ./sleeper, or set -D" + PROJECT + " to the project's folder.");
        }
        return new BuiltSparkParts(Path.of(project), "mvn", told);
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
        return opened(folder(version));
    }

    @Override
    public SparkRuntime of(SparkVersion version) throws IOException {
        synchronized (BUILD) {
            SparkRuntime before = given.get(version);
            SparkRuntime now = before != null && isWhole(before) ? before : findOrMake(version);
            given.put(version, now);
            OldParts.keep(now.home().folder());
            return now;
        }
    }

    private SparkRuntime findOrMake(SparkVersion version) throws IOException {
        if (!Files.exists(root.resolve("pom.xml"))) {
            throw new IOException(
                    version.words() + " cannot be made ready: " + root + " is not the project, since it has no pom.xml."
                            + " Start the command with the project's own ./sleeper.");
        }
        Path folder = folder(version);
        Optional<SparkRuntime> there = opened(folder);
        if (there.isPresent()) {
            return there.get();
        }
        Path lockFile = madeFolder().resolve("lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Goes with the channel.
            FileLock unused = locked(channel);
            // Another process may have made them while this one waited for the lock.
            Optional<SparkRuntime> meanwhile = opened(folder);
            return meanwhile.isPresent() ? meanwhile.get() : make(version, folder);
        }
    }

    private FileLock locked(FileChannel channel) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        told.accept("Another process builds for Spark; waiting for it ...");
        return channel.lock();
    }

    private SparkRuntime make(SparkVersion version, Path folder) throws IOException {
        String major = version.major();
        told.accept("Building the Spark job's jar for " + version.words() + " (once; its log is " + buildLog(version)
                + ") ...");
        maven.run("The jar for " + version.words() + " was not built", buildArguments(version), buildLog(version));
        told.accept("Fetching " + version.words() + " (once) ...");
        maven.run(
                version.words() + " was not fetched",
                List.of("-f", "spark-job/spark-" + major + "-jars/pom.xml", "generate-resources"),
                madeFolder().resolve("fetch-spark" + major + ".log"));
        Path unfinished = Files.createTempDirectory(madeFolder(), "unfinished");
        SparkHome unused = SparkHome.link(unfinished, sparkJars(version));
        Path jar = builtJar(version);
        Files.copy(jar, unfinished.resolve(jar.getFileName()));
        // One that was there and is not whole any more: its jars were taken from Maven's repository.
        OldParts.delete(folder);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        OldParts.keep(folder);
        OldParts.removeBeside(madeFolder(), folder);
        told.accept(version.words() + " is there.");
        return opened(folder).orElseThrow(() -> new IOException(folder + " is not whole though it was just made."));
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

    private Path madeFolder() throws IOException {
        return Files.createDirectories(root.resolve("spark-job/target/spark-parts"));
    }

    private Path buildLog(SparkVersion version) {
        return root.resolve("spark-job/target/spark-parts/build-spark" + version.major() + ".log");
    }

    private Path folder(SparkVersion version) throws IOException {
        List<String> sources = Stream.concat(
                        Stream.of("pom.xml", "spark-job/spark-" + version.major() + "-jars/pom.xml"),
                        MODULES.stream().flatMap(module -> Stream.of(module + "/pom.xml", module + "/src/main")))
                .toList();
        return root.resolve("spark-job/target/spark-parts")
                .resolve("spark" + version.major() + "-" + SourceDigest.of(root, sources));
    }

    /** @return what lies in a folder that was made, if all of it is there */
    private Optional<SparkRuntime> opened(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
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
