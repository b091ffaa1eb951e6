package sleeper.local.run;

import java.util.List;

/** How the container's Java virtual machine is set up: sized for the default memory budget of a task. */
public final class TaskJvm {
    /** Heap, in MiB: the default budget of 1 GiB and what the process needs besides. */
    private static final int HEAP_MIB = 1_330;

    private TaskJvm() {}

    public static List<String> options() {
        return List.of("-Xmx" + HEAP_MIB + "m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");
    }
}
