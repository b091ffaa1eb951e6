package sleeper.local.run;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** How the container's Java virtual machine is set up: sized for the memory budget of a task. */
public final class TaskJvm {
    /** Least heap, in MiB: the default budget of 1 GiB and what the process needs besides. */
    private static final long LEAST_HEAP_MIB = 1_330;

    /** For classes, compiled code, stacks and buffers, in MiB. */
    private static final long BESIDES_HEAP_MIB = 206;

    /** Names a file of parsed classes that tasks share; set by the launcher. */
    private static final String CLASS_ARCHIVE = "sleeper.class.archive";

    /** Names the file that a task writes the classes to which it has loaded; set by the launcher when it makes that file. */
    private static final String CLASS_ARCHIVE_TO_WRITE = "sleeper.class.archive.write";

    /**
     * Compiles methods with optimisation after ten times the calls that Java wants by default. The kernel's methods run in long loops,
     * which have a threshold of their own, and reach these soon too; what sends requests and reads footers is called some thousand times,
     * and compiling it costs more than it saves.
     */
    private static final List<String> LATER_OPTIMISATION = List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000");

    private TaskJvm() {}

    /**
     * @param memoryBudgetBytes what the task's sorting may hold
     * @return options of the {@code java} command
     */
    public static List<String> options(long memoryBudgetBytes) {
        Stream<String> sized = Stream.of(
                "-Xmx" + heapMib(memoryBudgetBytes) + "m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");
        Stream<String> archives = Stream.concat(
                option("-XX:SharedArchiveFile=", CLASS_ARCHIVE),
                option("-XX:ArchiveClassesAtExit=", CLASS_ARCHIVE_TO_WRITE));
        return Stream.of(sized, LATER_OPTIMISATION.stream(), archives)
                .flatMap(Function.identity())
                .toList();
    }

    private static Stream<String> option(String option, String property) {
        return Stream.ofNullable(System.getProperty(property)).map(file -> option + file);
    }

    /** @return most memory that a task may hold, in bytes: its heap and what the process needs besides */
    static long mostBytes(long memoryBudgetBytes) {
        return (heapMib(memoryBudgetBytes) + BESIDES_HEAP_MIB) << 20;
    }

    private static long heapMib(long memoryBudgetBytes) {
        return Math.max(LEAST_HEAP_MIB, (memoryBudgetBytes >> 20) / 10 * 13);
    }
}
