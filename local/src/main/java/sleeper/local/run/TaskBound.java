package sleeper.local.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;

/** How many tasks run at once on this machine. */
final class TaskBound {
    private TaskBound() {}

    /**
     * @param processors  of the machine
     * @param memoryBytes of the machine, in bytes
     * @return as many as the settings say; else one for each processor, as far as a task each fits into three quarters of the memory, and
     *     one at the least
     */
    static int of(Settings settings, int processors, long memoryBytes) {
        int set = settings.get(InstanceSettings.LOCAL_MAX_TASKS);
        if (set > 0) {
            return set;
        }
        return (int) Math.max(1, Math.min(processors, memoryBytes / 4 * 3 / taskBytes(settings)));
    }

    /** @return most memory that one task holds, in bytes */
    static long taskBytes(Settings settings) {
        return TaskJvm.mostBytes(settings.get(IngestSettings.MEMORY_BUDGET));
    }

    /** @return the memory of the machine, or of the container that this process is in; in bytes */
    static long memoryOfMachine() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }
}
