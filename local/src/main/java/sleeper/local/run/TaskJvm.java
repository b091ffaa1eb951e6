package sleeper.local.run;

import java.util.List;
import java.util.stream.Stream;

/** How the container's Java virtual machine is set up: sized for the memory budget of a task. */
public final class TaskJvm {
    /** Least heap, in MiB: the default budget of 1 GiB and what the process needs besides. */
    private static final long LEAST_HEAP_MIB = 1_330;

    /** For classes, compiled code, stacks and buffers, in MiB. */
    private static final long BESIDES_HEAP_MIB = 206;

    /** Names the file of parsed classes that this process shares, if it shares any; set by the launcher. */
    private static final String CLASS_ARCHIVE = "sleeper.class.archive";

    private TaskJvm() {}

    /**
     * @param memoryBudgetBytes what the task's sorting may hold
     * @return options of the {@code java} command; a task shares the classes that this process shares
     */
    public static List<String> options(long memoryBudgetBytes) {
        Stream<String> sized = Stream.of(
                "-Xmx" + heapMib(memoryBudgetBytes) + "m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");
        Stream<String> shared =
                Stream.ofNullable(System.getProperty(CLASS_ARCHIVE)).map(file -> "-XX:SharedArchiveFile=" + file);
        return Stream.concat(sized, shared).toList();
    }

    /** @return most memory that a task may hold, in bytes: its heap and what the process needs besides */
    static long mostBytes(long memoryBudgetBytes) {
        return (heapMib(memoryBudgetBytes) + BESIDES_HEAP_MIB) << 20;
    }

    private static long heapMib(long memoryBudgetBytes) {
        return Math.max(LEAST_HEAP_MIB, (memoryBudgetBytes >> 20) / 10 * 13);
    }
}
