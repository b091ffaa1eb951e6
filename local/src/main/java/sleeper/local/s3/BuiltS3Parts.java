package sleeper.local.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.parts.MadeParts;
import sleeper.local.parts.Maven;

/** Has Maven build the server from the project that this runs from, and fetch what it is made of. */
public final class BuiltS3Parts implements S3Parts {
    private static final Logger LOG = LoggerFactory.getLogger(BuiltS3Parts.class);

    /** One build at a time in a process; the lock of a file holds other processes off, and is not for threads of one. */
    private static final Object BUILD = new Object();

    private static final String MODULE = "s3-server";
    private static final List<String> MODULES = List.of("core", "statestore", "stepfunctions", MODULE);
    private static final String BUILD_FOLDER = "target/for-s3";
    private static final Pattern JAR_NAME = Pattern.compile("sleeper-s3-server-.*(?<!-sources|-javadoc|-tests)\\.jar");

    private final Path root;
    private final Maven maven;
    private final Consumer<String> told;
    private final MadeParts parts;

    /**
     * @param root  folder of the project
     * @param maven program that builds, {@code mvn} for the one on the path
     * @param told  is given a line, for people, about what takes long
     */
    public BuiltS3Parts(Path root, String maven, Consumer<String> told) {
        this.root = root;
        this.maven = new Maven(root, maven, "connect again", "; './sleeper doctor --prepare' tries this alone");
        this.told = told;
        this.parts = new MadeParts(root, madeFolder(), told);
    }

    /**
     * The parts of the project that this process was started from.
     *
     * @throws IOException if that is not known
     */
    public static BuiltS3Parts ofThisProject(Consumer<String> told) throws IOException {
        return new BuiltS3Parts(MadeParts.project("The S3 server"), "mvn", told);
    }

    /** @return the parts of the project that this process was started from; that it is not known is told when they are wanted */
    public static S3Parts whenNeeded() {
        return () -> ofThisProject(LOG::info).jars();
    }

    /** @return the jars, if they are there as the sources are now; nothing is made */
    public Optional<List<Path>> find() throws IOException {
        Optional<Path> folder = parts.find(new Recipe());
        return folder.isPresent() ? Optional.of(jarsIn(folder.get())) : Optional.empty();
    }

    @Override
    public List<Path> jars() throws IOException {
        synchronized (BUILD) {
            return jarsIn(parts.of(new Recipe()));
        }
    }

    private final class Recipe implements MadeParts.Recipe {
        @Override
        public String words() {
            return "The S3 server";
        }

        @Override
        public String name() {
            return "s3";
        }

        @Override
        public List<String> sources() {
            return Stream.concat(
                            Stream.of("pom.xml"),
                            MODULES.stream().flatMap(module -> Stream.of(module + "/pom.xml", module + "/src/main")))
                    .toList();
        }

        /** Jars of others are links into Maven's repository, which people clear. */
        @Override
        public boolean isWhole(Path folder) throws IOException {
            List<Path> jars = jarsIn(folder);
            return jars.stream().anyMatch(BuiltS3Parts::isServer)
                    && jars.stream().allMatch(Files::exists);
        }

        @Override
        public void make(Path unfinished) throws IOException {
            Path log = madeFolder().resolve("build.log");
            told.accept("Building the S3 server and fetching what it is made of (once; its log is " + log + ") ...");
            maven.run(
                    "The S3 server was not built",
                    List.of(
                            "-Dquick",
                            "-Dmaven.test.skip=true",
                            "-Djar.alone",
                            "-Dbuild.folder=" + BUILD_FOLDER,
                            "-pl",
                            MODULE,
                            "-am",
                            "package"),
                    log);
            Path built = root.resolve(MODULE).resolve(BUILD_FOLDER);
            for (String jar :
                    Files.readString(built.resolve("server.classpath")).strip().split(":")) {
                Path path = Path.of(jar);
                Files.createSymbolicLink(unfinished.resolve(path.getFileName()), path.toAbsolutePath());
            }
            Path server = jarsIn(built).stream()
                    .filter(BuiltS3Parts::isServer)
                    .findFirst()
                    .orElseThrow(() -> new IOException("The build left no jar in " + built + "; its log is " + log));
            Files.copy(server, unfinished.resolve(server.getFileName()));
        }
    }

    private static boolean isServer(Path jar) {
        return JAR_NAME.matcher(jar.getFileName().toString()).matches();
    }

    private Path madeFolder() {
        return root.resolve(MODULE).resolve("target/s3-parts");
    }

    private static List<Path> jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
