package sleeper.local.task.spark;

import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.run.spark.SparkMaster;

/**
 * The most that a run of Spark gets on this machine, whatever it asks for.
 *
 * @param most      each of its numbers is a bound
 * @param taskBytes memory that one place of {@link sleeper.local.task.Turns} stands for, in bytes; each stands for a core too
 */
public record SparkBound(SparkSize most, long taskBytes) {
    /** Spark starts no process with less. */
    private static final long LEAST_MEGABYTES = 512;

    private static final long DEFAULT_MOST_MEGABYTES = 2_048;
    private static final int DEFAULT_MOST_EXECUTORS = 4;

    /** For classes, compiled code, stacks and buffers of one process, in MiB. */
    private static final long BESIDES_HEAP_MEGABYTES = 384;

    /**
     * The bound that settings of the instance give.
     *
     * @param processors  of the machine; where executors are not set, one for each, four at most
     * @param memoryBytes of the machine, in bytes; where memory is not set, driver and executors share half of it, each having 512 MiB at
     *     the least and 2 GiB at the most
     */
    public static SparkBound of(Settings settings, int processors, long memoryBytes, long taskBytes) {
        int executorsSet = settings.get(InstanceSettings.LOCAL_SPARK_EXECUTORS);
        int executors = executorsSet > 0 ? executorsSet : Math.max(1, Math.min(processors, DEFAULT_MOST_EXECUTORS));
        int coresSet = settings.get(InstanceSettings.LOCAL_SPARK_CORES);
        int cores = coresSet > 0 ? coresSet : Math.max(1, processors / executors);
        long bytesSet = settings.get(InstanceSettings.LOCAL_SPARK_MEMORY);
        long megabytes = bytesSet > 0
                ? bytesSet >> 20
                : Math.min(DEFAULT_MOST_MEGABYTES, (memoryBytes >> 20) / 2 / (executors + 1));
        long enough = Math.max(LEAST_MEGABYTES, megabytes);
        return new SparkBound(new SparkSize(executors, cores, enough, enough), taskBytes);
    }

    /** @return what a run gets that asks for so much: the lesser of each, though no process gets less than Spark starts */
    public SparkSize given(SparkSize asked) {
        return new SparkSize(
                Math.min(asked.executors(), most.executors()),
                Math.min(asked.cores(), most.cores()),
                Math.max(LEAST_MEGABYTES, Math.min(asked.megabytes(), most.megabytes())),
                Math.max(LEAST_MEGABYTES, Math.min(asked.driverMegabytes(), most.driverMegabytes())));
    }

    /** @return Spark's own cluster of that size, with its executors in processes of their own */
    public static SparkMaster master(SparkSize given) {
        return new SparkMaster.LocalCluster(given.executors(), given.cores(), Math.toIntExact(given.megabytes()));
    }

    /** @return how heavy a whole run is: the places of tasks that its processes take, by cores or by memory, whichever is more */
    public int weight(SparkSize given) {
        long megabytes = given.driverMegabytes()
                + BESIDES_HEAP_MEGABYTES
                + given.executors() * (given.megabytes() + BESIDES_HEAP_MEGABYTES);
        return places((long) given.executors() * given.cores(), megabytes);
    }

    /** @return how heavy a single process of Spark's is, such as a pod */
    public int weightOfProcess(int cores, long megabytes) {
        return places(cores, megabytes + BESIDES_HEAP_MEGABYTES);
    }

    private int places(long cores, long megabytes) {
        long ofMemory = ((megabytes << 20) + taskBytes - 1) / taskBytes;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.max(cores, ofMemory)));
    }
}
