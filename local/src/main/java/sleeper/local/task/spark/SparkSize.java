package sleeper.local.task.spark;

import sleeper.core.util.Require;

/**
 * How large a run of Spark is.
 *
 * @param executors       number of them, one or more
 * @param cores           of each executor: tasks that run in it at a time; one or more
 * @param megabytes       heap of each executor, in MiB; one or more
 * @param driverMegabytes heap of the driver, in MiB; one or more
 */
public record SparkSize(int executors, int cores, long megabytes, long driverMegabytes) {
    public SparkSize {
        Require.atLeast("executors", executors, 1);
        Require.atLeast("cores", cores, 1);
        Require.atLeast("megabytes", megabytes, 1);
        Require.atLeast("driverMegabytes", driverMegabytes, 1);
    }

    /** @return such as {@code 29 executors of 5 cores and 16384 MiB, driver of 16384 MiB} */
    public String words() {
        return executors + (executors == 1 ? " executor of " : " executors of ") + cores
                + (cores == 1 ? " core and " : " cores and ") + megabytes + " MiB, driver of " + driverMegabytes
                + " MiB";
    }
}
