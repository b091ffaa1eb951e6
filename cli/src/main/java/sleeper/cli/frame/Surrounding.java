package sleeper.cli.frame;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
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
     * @return the instance that the environment names, which is the embedded one at home where it names no other; opening it reads
     *     nothing and writes nothing
     * @throws UnreachableException if its home can be none
     */
    public Instance instance() {
        Surroundings real = RealSurroundings.get();
        Map<String, String> named = new HashMap<>(environment);
        named.put(HOME_VARIABLE, home().toString());
        return Instance.open(named, new Surroundings(clock, real.ids(), real.random(), real.pause()))
                .orElseThrow(
                        () -> new IllegalStateException("no provider of the embedded instance is on the class path"));
    }
}
