package sleeper.core.choice;

import java.util.function.IntBinaryOperator;
import sleeper.core.job.RunEstimate.SizeAdvice;
import sleeper.core.price.PriceList;

/** Of what size a Spark run would be that takes in a job's rows in some minutes, with its cores as they are. */
final class SparkAdvice {
    /** The work, at the slowest rate; what is around it takes about as long. */
    private static final double WORK_SECONDS = 300;

    private static final int LEAST_MEMORY_MIB = 2_048;

    private final PriceList prices;

    SparkAdvice(PriceList prices) {
        this.prices = prices;
    }

    /** @return executors that do the work in some minutes; one or more */
    int executors(Work work, Candidate candidate, SparkSize size) {
        double rows = work.rowsOf(prices.rowBytes());
        double rowsOfExecutor = prices.rowsPerVcpuSecond(candidate.engine()).least() * size.cores() * WORK_SECONDS;
        return (int) Math.max(1, Math.min(100_000, Math.ceil(rows / rowsOfExecutor)));
    }

    /**
     * @param mostMemoryMib heap above which there is no such executor
     * @param machinesFor   instances that so many executors of so much heap, in MiB, take; 0 where there are none to choose
     */
    SizeAdvice of(Work work, Candidate candidate, SparkSize size, long mostMemoryMib, IntBinaryOperator machinesFor) {
        int executors = executors(work, candidate, size);
        double bytes = new SparkShare(work, candidate, size).bytesOfTask(executors);
        long memory = SparkShare.wholeGib(Math.max(LEAST_MEMORY_MIB, size.memoryMibFor(bytes)));
        int memoryMib = (int) Math.max(1, Math.min(memory, mostMemoryMib));
        return new SizeAdvice(executors, size.cores(), memoryMib, machinesFor.applyAsInt(executors, memoryMib));
    }
}
