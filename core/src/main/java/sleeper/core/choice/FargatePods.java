package sleeper.core.choice;

import java.math.BigDecimal;
import java.util.Optional;
import sleeper.core.choice.ContainerAssessor.Service;
import sleeper.core.error.Fault;
import sleeper.core.platform.ContainerSize;
import sleeper.core.platform.FargateSizes;
import sleeper.core.price.Assumption;
import sleeper.core.price.Price;
import sleeper.core.settings.Settings;
import sleeper.core.util.Amounts;

/** Pods of Kubernetes on Fargate. The cluster itself is billed whether it has work or not. */
record FargatePods(Figures figures) implements Service {
    /** A pod's disk if nothing more is asked for; the images are on it too. */
    private static final int DISK_GIB = 20;

    @Override
    public Optional<ContainerSize> fitting(int milliCpu, int memoryMib) {
        return FargateSizes.fitting(milliCpu, memoryMib);
    }

    @Override
    public Optional<Fault> refusal(String where, int milliCpu, int memoryMib) {
        return FargateSizes.refusal(where, milliCpu, memoryMib);
    }

    @Override
    public double perHour(ContainerSize size, int diskGib) {
        return figures.fargatePerHour(size)
                + Math.max(0, diskGib - DISK_GIB) * figures.prices().price(Price.FARGATE_DISK_GB);
    }

    @Override
    public int diskGib(SparkSize size) {
        return DISK_GIB;
    }

    @Override
    public int mostExecutors(ContainerSize driver, ContainerSize executor, Settings settings) {
        return Integer.MAX_VALUE;
    }

    @Override
    public String bound(Settings settings) {
        return "Fargate";
    }

    @Override
    public Assumption overhead(Site site) {
        return Assumption.PODS_OVERHEAD;
    }

    @Override
    public String containers() {
        return "pods on Fargate";
    }

    @Override
    public String standing() {
        return "; the cluster of Kubernetes is billed anyway, "
                + Amounts.money(BigDecimal.valueOf(figures.prices().price(Price.EKS_CLUSTER))) + " "
                + figures.prices().currency() + " an hour";
    }
}
