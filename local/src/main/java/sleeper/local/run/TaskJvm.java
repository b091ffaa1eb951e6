package sleeper.local.run;

import java.util.List;
import java.util.stream.Stream;

/** How the container's Java virtual machine is set up: sized for the default memory budget of a task. */
public final class TaskJvm {
    /** Heap, in MiB: the default budget of 1 GiB and what the process needs besides. */
    private static final int HEAP_MIB = 1_330;

    /** Names the file of parsed classes that this process shares, if it shares any; set by the launcher. */
    private static final String CLASS_ARCHIVE = "sleeper.class.archive";

    private TaskJvm() {}

    /** @return options of the {@code java} command; a task shares the classes that this process shares */
    public static List<String> options() {
        Stream<String> sized = Stream.of("-Xmx" + HEAP_MIB + "m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");
        Stream<String> shared =
                Stream.ofNullable(System.getProperty(CLASS_ARCHIVE)).map(file -> "-XX:SharedArchiveFile=" + file);
        return Stream.concat(sized, shared).toList();
    }
}
