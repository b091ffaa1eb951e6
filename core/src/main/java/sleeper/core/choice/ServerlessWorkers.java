package sleeper.core.choice;

import java.util.Optional;
import sleeper.core.choice.ContainerAssessor.Service;
import sleeper.core.error.Fault;
import sleeper.core.platform.ContainerSize;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ServerlessSizes;
import sleeper.core.price.Assumption;
import sleeper.core.settings.EmrServerlessSettings;
import sleeper.core.settings.Settings;

/** Workers of EMR Serverless. Its application is started while runs of other jobs are there. */
record ServerlessWorkers(Figures figures) implements Service {
    /** A worker's disk if nothing more is asked for, which is not billed. */
    private static final int DISK_GIB = 20;

    @Override
    public Optional<ContainerSize> fitting(int milliCpu, int memoryMib) {
        return ServerlessSizes.fitting(milliCpu, memoryMib);
    }

    @Override
    public Optional<Fault> refusal(String where, int milliCpu, int memoryMib) {
        return ServerlessSizes.refusal(where, milliCpu, memoryMib);
    }

    @Override
    public double perHour(ContainerSize size, int diskGib) {
        return figures.serverlessPerHour(size, Math.max(0, diskGib - DISK_GIB));
    }

    @Override
    public int diskGib(SparkSize size) {
        return Math.max(DISK_GIB, size.diskGib());
    }

    @Override
    public int mostExecutors(ContainerSize driver, ContainerSize executor, Settings settings) {
        double byVcpus = (settings.get(EmrServerlessSettings.MAX_VCPUS) - driver.vcpus()) / executor.vcpus();
        double byMemory =
                (settings.get(EmrServerlessSettings.MAX_MEMORY_GIB) - driver.memoryGib()) / executor.memoryGib();
        return (int) Math.max(0, Math.min(byVcpus, byMemory));
    }

    @Override
    public String bound(Settings settings) {
        return "the " + settings.get(EmrServerlessSettings.MAX_VCPUS) + " vCPUs and "
                + settings.get(EmrServerlessSettings.MAX_MEMORY_GIB) + " GiB that the application may have ("
                + EmrServerlessSettings.MAX_VCPUS.name() + ", " + EmrServerlessSettings.MAX_MEMORY_GIB.name() + ")";
    }

    @Override
    public Assumption overhead(Site site) {
        return site.open(Platform.EMR_SERVERLESS) > 0 ? Assumption.WARM_WORKERS_OVERHEAD : Assumption.WORKERS_OVERHEAD;
    }

    @Override
    public String containers() {
        return "workers of EMR Serverless";
    }

    @Override
    public String standing() {
        return "";
    }
}
