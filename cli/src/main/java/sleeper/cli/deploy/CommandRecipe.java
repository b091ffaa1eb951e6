package sleeper.cli.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.local.parts.MadeParts;
import sleeper.local.parts.Maven;

/** The libraries of the process that deploys. */
final class CommandRecipe implements MadeParts.Recipe {
    /** Folder of all that is made for deployments, relative to the project. */
    static final String MADE = "deploy/target/deployments";

    /** In place of {@code target}, whose files run. */
    static final String BUILD_FOLDER = "target/for-deploy";

    private static final String CLASS_PATH = "class.path";
    private static final List<String> MODULES = List.of(
            "core", "statestore", "sort", "aws", "run", "lambdas", "deployed", "statemachines", "cdk", "deploy");

    private final Path root;
    private final Maven maven;
    private final Consumer<String> told;

    /**
     * @param root of the project
     * @param told is given a line, for people, about what takes long
     */
    CommandRecipe(Path root, Maven maven, Consumer<String> told) {
        this.root = root;
        this.maven = maven;
        this.told = told;
    }

    @Override
    public String words() {
        return "CDK's library";
    }

    @Override
    public String name() {
        return "command";
    }

    @Override
    public List<String> sources() {
        return sources(MODULES);
    }

    /** @return what modules are made from */
    static List<String> sources(List<String> modules) {
        return Stream.concat(
                        Stream.of("pom.xml"),
                        modules.stream().flatMap(module -> Stream.of(module + "/pom.xml", module + "/src/main")))
                .toList();
    }

    /** Jars of others are where Maven keeps them, which people clear. */
    @Override
    public boolean isWhole(Path folder) throws IOException {
        return Files.exists(folder.resolve(CLASS_PATH)) && jars(folder).stream().allMatch(Files::exists);
    }

    /** @return jars of a folder that was made, for a process to run */
    String classPath(Path folder) throws IOException {
        return jars(folder).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jars(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(CLASS_PATH)).stream()
                .map(folder::resolve)
                .toList();
    }

    @Override
    public void make(Path unfinished) throws IOException {
        Path log = root.resolve(MADE).resolve("build-command.log");
        told.accept("Building the deployment tool, and fetching CDK's library (once; its log is " + log + ") ...");
        maven.run(
                "The deployment tool was not built",
                List.of(
                        "-Dquick",
                        "-Dmaven.test.skip=true",
                        "-Dlauncher",
                        "-Dbuild.folder=" + BUILD_FOLDER,
                        "-pl",
                        "deploy",
                        "-am",
                        "package"),
                log);
        List<String> lines = new ArrayList<>();
        String built =
                Files.readString(root.resolve("deploy").resolve(BUILD_FOLDER).resolve("deploy.classpath"));
        for (String entry : built.strip().split(Pattern.quote(File.pathSeparator))) {
            Path jar = Path.of(entry);
            if (jar.startsWith(root)) {
                // The next build overwrites it.
                Files.copy(jar, unfinished.resolve(jar.getFileName()));
                lines.add(jar.getFileName().toString());
            } else {
                lines.add(entry);
            }
        }
        Files.write(unfinished.resolve(CLASS_PATH), lines);
    }
}
