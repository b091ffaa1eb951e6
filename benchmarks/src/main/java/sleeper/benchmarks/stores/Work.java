package sleeper.benchmarks.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.local.run.StoresChoice;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.OwnedStores;

/**
 * One piece of work on the stores of a home: {@code Work <what> <home> <arguments>}. The last line on standard output is what was found,
 * as JSON. Work that has to begin at a moment says {@code ready} and waits for a line.
 */
public final class Work {
    /** What can be done; each gets the home and the rest of the arguments. */
    private static final Map<String, Task> TASKS = Map.ofEntries(
            Map.entry("choose", Work::choose),
            Map.entry("commit", CommitWork::run),
            Map.entry("seed", ReplayWork::seed),
            Map.entry("replay", ReplayWork::run),
            Map.entry("forget-snapshots", ReplayWork::forgetSnapshots),
            Map.entry("jobs", JobsWork::run),
            Map.entry("verify", JobsWork::verify),
            Map.entry("one-job", OneJobWork::run),
            Map.entry("large-file", LargeFileWork::run),
            Map.entry("plan", PlanWork::run),
            Map.entry("manifest", PlanWork::manifest));

    private static final BufferedReader INPUT =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private Work() {}

    /** A piece of work. */
    @FunctionalInterface
    interface Task {
        /** @return what was found, by name */
        Map<String, Object> run(Path home, String[] arguments) throws Exception;
    }

    /** @param arguments what to do, the home, and what the work is told besides */
    public static void main(String[] arguments) throws Exception {
        Task task = TASKS.get(arguments[0]);
        if (task == null) {
            throw new IllegalArgumentException(arguments[0] + " is none of " + TASKS.keySet());
        }
        Map<String, Object> found = task.run(Path.of(arguments[1]), Arrays.copyOfRange(arguments, 2, arguments.length));
        System.out.println(new ObjectMapper().writeValueAsString(found));
        System.exit(0);
    }

    /** {@code choose <home> <stores>}: makes the stores, where the environment says. */
    private static Map<String, Object> choose(Path home, String[] arguments) {
        new StoresChoice(arguments[0], System.getenv()).keepIn(new LocalHome(home), RealSurroundings.get());
        OwnedStores instance = open(home);
        instance.prepare();
        return Map.of("variables", instance.variables());
    }

    static OwnedStores open(Path home) {
        return HomeStores.open(new LocalHome(home), RealSurroundings.get());
    }

    /**
     * Waits until whoever started this says that it may go on.
     *
     * @param word what has been reached
     */
    static void await(String word) throws IOException {
        System.out.println(word);
        String unused = INPUT.readLine();
    }

    static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }
}
