package sleeper.core.choice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.RunEstimate.SizeAdvice;
import sleeper.core.price.InstanceType;
import sleeper.core.price.PriceList;
import sleeper.core.settings.Setting;
import sleeper.core.util.Amounts;

/** How executors and a driver fit onto instances of a type: YARN gives containers memory, and does not count cores. */
record Nodes(InstanceType type, SparkSize size) {
    private static final double DISK_FOR_SPARK = 0.9;

    /** @return executors on an instance that the driver is not on */
    private int slots() {
        return type.yarnMib() / size.executorMib();
    }

    private int besideDriver() {
        return Math.max(0, type.yarnMib() - size.driverMib()) / size.executorMib();
    }

    /** @return executors that so many instances hold beside the driver */
    int executorsOn(int instances) {
        return instances < 1 ? 0 : (instances - 1) * slots() + besideDriver();
    }

    /** @return instances that hold so many executors and the driver; {@code most} if that many do not */
    int instancesFor(int executors, int most) {
        int more = executors - besideDriver();
        if (more <= 0) {
            return 1;
        }
        return slots() == 0 ? most : Math.min(most, 1 + (more + slots() - 1) / slots());
    }

    /** @return a size that is enough for the work, with cores as they are */
    SizeAdvice advice(PriceList prices, Work work, Candidate candidate) {
        return new SparkAdvice(prices).of(work, candidate, size, mostMemoryMib(), (executors, memoryMib) -> {
            Nodes advised = new Nodes(type, size.withMemoryMib(memoryMib));
            int byCores = (int) Math.ceil((double) executors * size.cores() / type.vcpus());
            return advised.slots() == 0 ? 0 : Math.max(byCores, advised.instancesFor(executors, Integer.MAX_VALUE));
        });
    }

    /** @return heap of an executor that has an instance for itself, in MiB */
    int mostMemoryMib() {
        return type.yarnMib() - size.overheadMib();
    }

    /** @return what the executors that are asked for find on so many instances; where not one fits, one that has them for itself */
    SparkRoom roomOrOne(int instances) {
        int executors = Math.max(1, Math.min(size.mostExecutors(), executorsOn(instances)));
        return new SparkRoom(
                executors, Math.min((double) executors * size.cores(), (double) instances * type.vcpus()), (long)
                        (DISK_FOR_SPARK * instances * type.diskGib() * (1L << 30)));
    }

    /** @return that there are too few instances for the executors that are asked for from the beginning, if so */
    Optional<String> warning(int mostInstances, Setting<Integer> property) {
        int fit = executorsOn(mostInstances);
        return fit == 0 || fit >= size.executors()
                ? Optional.empty()
                : Optional.of(Amounts.count(size.executors(), "executor") + " are asked for, and "
                        + Amounts.count(mostInstances, "instance") + " of " + type.name()
                        + (mostInstances == 1 ? " holds " : " hold ") + fit
                        + " of them beside the driver: the rest never start. Raise " + property.name()
                        + ", or lower spark.executor.instances or spark.executor.memory.");
    }

    /** @return SIZE_NOT_AVAILABLE for an executor and for a driver that no instance of the type can hold */
    List<Fault> faults(PriceList prices) {
        Optional<Fault> executor = refusal("executor", size.executorMib(), prices);
        Optional<Fault> driver = refusal("driver", size.driverMib(), prices);
        return Stream.of(executor, driver).flatMap(Optional::stream).toList();
    }

    private Optional<Fault> refusal(String name, int mib, PriceList prices) {
        if (mib <= type.yarnMib()) {
            return Optional.empty();
        }
        String what = name.equals("driver") ? "a driver" : "an executor";
        String nearest = prices.instanceTypes().values().stream()
                .filter(other -> other.yarnMib() >= mib)
                .min(Comparator.comparingInt(InstanceType::yarnMib))
                .map(other -> "Lower it, or use instances such as " + other.name() + ", which give " + other.yarnMib()
                        + " MiB to containers.")
                .orElse("Lower it, and ask for more executors instead.");
        return Optional.of(new Fault(
                ErrorCode.SIZE_NOT_AVAILABLE,
                "spark." + name + ".memory and spark." + name + ".memoryOverhead",
                what + " of " + mib + " MiB of memory and overhead",
                "at most " + type.yarnMib() + " MiB, which EMR has YARN give to containers on " + type.name(),
                nearest));
    }
}
