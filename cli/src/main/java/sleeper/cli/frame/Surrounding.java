package sleeper.cli.frame;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sleeper.core.util.Require;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.HomeFolder;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;

/**
 * What a command takes from the world around it.
 *
 * @param console     where it speaks
 * @param environment environment variables
 * @param workingDirectory where relative paths start
 * @param clock       the time
 */
public record Surrounding(
        Console console, Map<String, String> environment, Path workingDirectory, InstantSource clock) {
    /** Environment variable that names the home of the embedded instance. */
    public static final String HOME_VARIABLE = "SLEEPER_HOME";

    /** Environment variable that names a deployed instance, where no home is named. */
    public static final String INSTANCE_VARIABLE = "SLEEPER_INSTANCE_ID";

    private static final String REGION_VARIABLE = "AWS_REGION";

    public Surrounding {
        Require.notNull("console", console);
        environment = Map.copyOf(environment);
        Require.notNull("workingDirectory", workingDirectory);
        Require.notNull("clock", clock);
    }

    /**
     * @return home of the embedded instance: {@code $SLEEPER_HOME}, or {@code .sleeper} below the working directory where that is
     *     not set or blank
     * @throws UnreachableException if that names no folder of this machine
     */
    public Path home() {
        String named = environment.getOrDefault(HOME_VARIABLE, "");
        return workingDirectory
                .resolve(named.isBlank() ? Path.of(".sleeper") : HomeFolder.path(named))
                .toAbsolutePath()
                .normalize();
    }

    /** @return whether a person looks on: the process has a terminal, and it is one that can move its cursor */
    @SuppressWarnings("SystemConsoleNull") // Java 22 and later answer always; there TERM decides alone.
    public boolean isTerminal() {
        String terminal = environment.getOrDefault("TERM", "dumb");
        return System.console() != null && !terminal.equals("dumb");
    }

    /** @return a path as the user gave it, absolute */
    public Path resolve(String path) {
        return workingDirectory.resolve(path).toAbsolutePath().normalize();
    }

    /**
     * @param instance the id of a deployed instance, which is then meant whatever the environment names
     * @param region   where it lies; empty for that of the environment
     */
    public Surrounding at(String instance, Optional<String> region) {
        Map<String, String> named = new HashMap<>(environment);
        named.remove(HOME_VARIABLE);
        named.put(INSTANCE_VARIABLE, instance);
        region.ifPresent(where -> named.put(REGION_VARIABLE, where));
        return new Surrounding(console, named, workingDirectory, clock);
    }

    /** @return the id of the deployed instance that is meant; empty if the embedded one is */
    public Optional<String> deployedInstance() {
        return set(HOME_VARIABLE).isPresent() ? Optional.empty() : set(INSTANCE_VARIABLE);
    }

    private Optional<String> set(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    /**
     * @return the instance that the environment names, which is the embedded one at home where it names no other; opening it reads
     *     nothing and writes nothing
     * @throws UnreachableException if its home can be none, or no region is named for a deployed one
     */
    public Instance instance() {
        Surroundings real = RealSurroundings.get();
        Map<String, String> named = new HashMap<>(environment);
        if (deployedInstance().isEmpty()) {
            named.put(HOME_VARIABLE, home().toString());
        }
        return Instance.open(named, new Surroundings(clock, real.ids(), real.random(), real.pause()))
                .orElseThrow(() -> new IllegalStateException("no provider of instances is on the class path"));
    }
}
