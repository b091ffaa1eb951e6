package sleeper.core.choice;

import java.util.Locale;
import java.util.Map;
import sleeper.core.util.Amounts;

/**
 * How large Spark is asked to be; what is not set is what Spark takes by itself. Memory is in MiB.
 *
 * @param executors          that are asked for from the beginning
 * @param mostExecutors      that may be asked for if there is work for them; no fewer
 * @param cores              of an executor
 * @param memoryMib          heap of an executor
 * @param overheadMib        memory of an executor beside its heap
 * @param diskGib            disk of an executor, where the job's properties say it; otherwise 0
 * @param driverCores        of the driver
 * @param driverMemoryMib    heap of the driver
 * @param driverOverheadMib  memory of the driver beside its heap
 * @param memoryFraction     part of the heap that tasks share
 */
record SparkSize(
        int executors,
        int mostExecutors,
        int cores,
        int memoryMib,
        int overheadMib,
        int diskGib,
        int driverCores,
        int driverMemoryMib,
        int driverOverheadMib,
        double memoryFraction) {
    /** Spark keeps as much of a heap for itself: {@code UnifiedMemoryManager.RESERVED_SYSTEM_MEMORY_BYTES}. */
    static final int RESERVED_MIB = 300;

    private static final double OVERHEAD_FACTOR = 0.10;
    private static final int LEAST_OVERHEAD_MIB = 384;
    private static final int MIB_OF_GIB = 1024;
    private static final int MOST_MIB = 1 << 28;

    /**
     * @param conf       of the run; its values passed the checks
     * @param byItself   executors of a run that asks for none
     * @param growsItself whether executors are added by the work there is if the run does not say
     */
    static SparkSize of(Map<String, String> conf, int byItself, boolean growsItself) {
        int memory = size(conf, "spark.executor.memory", MIB_OF_GIB);
        int driverMemory = size(conf, "spark.driver.memory", MIB_OF_GIB);
        int executors = count(conf, "spark.executor.instances", byItself);
        boolean grows = Boolean.parseBoolean(
                conf.getOrDefault("spark.dynamicAllocation.enabled", Boolean.toString(growsItself)));
        return new SparkSize(
                executors,
                grows ? Math.max(executors, count(conf, "spark.dynamicAllocation.maxExecutors", executors)) : executors,
                count(conf, "spark.executor.cores", 1),
                memory,
                size(conf, "spark.executor.memoryOverhead", overhead(memory)),
                size(conf, "spark.emr-serverless.executor.disk", 0) / MIB_OF_GIB,
                count(conf, "spark.driver.cores", 1),
                driverMemory,
                size(conf, "spark.driver.memoryOverhead", overhead(driverMemory)),
                Double.parseDouble(conf.getOrDefault("spark.memory.fraction", "0.6")));
    }

    int executorMib() {
        return memoryMib + overheadMib;
    }

    int driverMib() {
        return driverMemoryMib + driverOverheadMib;
    }

    /** @return memory that one task has of an executor's if all its cores are busy, in bytes */
    long taskBytes() {
        return Math.max(0, (long) ((memoryMib - RESERVED_MIB) * memoryFraction / cores * (1 << 20)));
    }

    /** @return the heap, in MiB, with which each task has so many bytes */
    long memoryMibFor(double bytesOfTask) {
        return (long) Math.ceil(bytesOfTask * cores / memoryFraction / (1 << 20)) + RESERVED_MIB;
    }

    SparkSize withMemoryMib(int other) {
        return new SparkSize(
                executors,
                mostExecutors,
                cores,
                other,
                overheadMib,
                diskGib,
                driverCores,
                driverMemoryMib,
                driverOverheadMib,
                memoryFraction);
    }

    String executorWords() {
        return Amounts.count(cores, "core") + " and " + Amounts.sparkMemory(memoryMib);
    }

    private static int overhead(int memoryMib) {
        return Math.max(LEAST_OVERHEAD_MIB, (int) (memoryMib * OVERHEAD_FACTOR));
    }

    private static int count(Map<String, String> conf, String key, int byItself) {
        return conf.containsKey(key) ? Integer.parseInt(conf.get(key)) : byItself;
    }

    /** As Spark reads memory: without a unit it is MiB; what is more than an int is as good as the largest. */
    private static int size(Map<String, String> conf, String key, int byItselfMib) {
        if (!conf.containsKey(key)) {
            return byItselfMib;
        }
        String text = conf.get(key).toLowerCase(Locale.ROOT);
        String digits = text.replaceAll("[a-z]", "");
        double mib = Double.parseDouble(digits)
                * switch (text.substring(digits.length())) {
                    case "k", "kb" -> 1.0 / MIB_OF_GIB;
                    case "g", "gb" -> MIB_OF_GIB;
                    case "t", "tb" -> MIB_OF_GIB * MIB_OF_GIB;
                    default -> 1;
                };
        return (int) Math.min(mib, MOST_MIB);
    }
}
