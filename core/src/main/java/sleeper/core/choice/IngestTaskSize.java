package sleeper.core.choice;

import java.util.List;
import sleeper.core.platform.ContainerSize;
import sleeper.core.platform.FargateSizes;
import sleeper.core.price.Assumption;
import sleeper.core.price.PriceList;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;

/** How large the container of an ingest task is: what a deployment asks for, and what plans reckon with. */
public final class IngestTaskSize {
    private static final int MILLI = 1_000;
    private static final double BYTES_OF_MIB = 1 << 20;

    private IngestTaskSize() {}

    /** @return the least size that holds the memory budget and what is beside it; the largest there is if none does */
    public static ContainerSize of(Settings settings, PriceList prices) {
        double vcpus = prices.assumed(Assumption.TASK_VCPUS).most();
        double memoryMib = settings.get(IngestSettings.MEMORY_BUDGET)
                / BYTES_OF_MIB
                * prices.assumed(Assumption.TASK_MEMORY_OF_BUDGET).most();
        List<ContainerSize> all = FargateSizes.all();
        return FargateSizes.fitting((long) (vcpus * MILLI), (long) memoryMib).orElse(all.get(all.size() - 1));
    }
}
