package sleeper.cli.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.Tool;
import sleeper.core.deployment.Deployer;
import sleeper.core.deployment.DeploymentParts;
import sleeper.core.util.FailureWords;
import sleeper.local.parts.MadeParts;
import sleeper.local.parts.Maven;
import sleeper.run.EndsWithThis;
import sleeper.statestore.instance.UnreachableException;

/**
 * The process that deploys: this one, if it has the libraries for it, and else another one that is given them and the same command line.
 * No other command needs them, and they are larger than all the rest.
 */
final class DeployProcess {
    /** Names to the other process the folder of what is shipped; empty if nothing is. */
    private static final String PARTS = "sleeper.deploy.parts";

    private static final String WHAT = "A deployment";
    private static final int LEAST_NODE = 20;
    private static final Pattern NODE_VERSION = Pattern.compile("v(\\d{1,4})\\..*");

    private final Surrounding surrounding;
    private final List<String> arguments;
    private final Optional<String> region;
    private final boolean json;

    /**
     * @param arguments the command line
     * @param region    that it names
     * @param json      whether the result is to be one JSON object
     */
    DeployProcess(Surrounding surrounding, List<String> arguments, Optional<String> region, boolean json) {
        this.surrounding = surrounding;
        this.arguments = List.copyOf(arguments);
        this.region = region;
        this.json = json;
    }

    /** What is shipped; asked for where it is needed. */
    interface Parts extends Supplier<DeploymentParts> {}

    /** What the process does that has the libraries. @return the exit code */
    @FunctionalInterface
    interface Work {
        int run(Deployer deployer, Parts parts);
    }

    /** As {@link #run(AssetsRecipe, Work)}, where nothing is shipped. */
    int run(Work work) {
        return run(Optional.empty(), work);
    }

    /**
     * @return the exit code
     * @throws UnreachableException if Node is missing, or something could not be built or fetched
     */
    int run(AssetsRecipe assets, Work work) {
        return run(Optional.of(assets), work);
    }

    private int run(Optional<AssetsRecipe> assets, Work work) {
        Optional<Deployer.Provider> provider =
                ServiceLoader.load(Deployer.Provider.class).findFirst();
        if (provider.isPresent()) {
            Deployer deployer = provider.get().open(region, new ConsoleDialogue(surrounding.console(), json));
            return work.run(deployer, () -> new DeploymentParts(Path.of(System.getProperty(PARTS))));
        }
        if (assets.isPresent()) {
            expectNode();
        }
        try {
            return start(assets);
        } catch (IOException e) {
            throw new UnreachableException(
                    "the process that deploys", FailureWords.of(e), "Mend what it says, and try again.", e);
        }
    }

    private void expectNode() {
        String action = "Install Node " + LEAST_NODE + " or later: CDK is a program of it.";
        String node = expect("node", "Node", action);
        Matcher version = NODE_VERSION.matcher(node);
        if (!version.matches() || Integer.parseInt(version.group(1)) < LEAST_NODE) {
            throw new UnreachableException("Node", "version " + node, action, null);
        }
        String unused = expect("npm", "npm", "Install npm, which comes with Node: it fetches CDK's command.");
    }

    /** @return the version */
    private String expect(String program, String name, String action) {
        return Tool.version(surrounding.environment(), program, "--version")
                .orElseThrow(() ->
                        new UnreachableException(name, "no program '" + program + "' that answers", action, null));
    }

    private int start(Optional<AssetsRecipe> assets) throws IOException {
        Path root = MadeParts.project(WHAT);
        MadeParts parts = new MadeParts(root, root.resolve(CommandRecipe.MADE), surrounding.console()::progress);
        CommandRecipe command = new CommandRecipe(root, maven(root), surrounding.console()::progress);
        Path libraries = parts.of(command);
        String shipped = "";
        if (assets.isPresent()) {
            shipped = parts.of(assets.get().in(root, maven(root), surrounding.console()::progress))
                    .toString();
        }
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-D" + MadeParts.PROJECT + "=" + root,
                "-D" + PARTS + "=" + shipped,
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + command.classPath(libraries),
                "sleeper.cli.Sleeper"));
        line.addAll(arguments);
        return runToItsEnd(line);
    }

    private static Maven maven(Path root) {
        return new Maven(root, "mvn", "run the command again", "");
    }

    private int runToItsEnd(List<String> line) throws IOException {
        surrounding.console().flush();
        ProcessBuilder builder = new ProcessBuilder(line)
                .inheritIO()
                .directory(surrounding.workingDirectory().toFile());
        builder.environment().clear();
        builder.environment().putAll(surrounding.environment());
        try (EndsWithThis running = new EndsWithThis(builder.start())) {
            return running.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was interrupted", e);
        }
    }
}
