package sleeper.core.choice;

import java.util.Map;
import sleeper.core.platform.FargateSizes;

/**
 * What the pod of a driver on Kubernetes asks for: the whole of the size that is billed for what the driver needs, less what
 * Kubernetes takes of it.
 *
 * @param milliCpu  thousandths of a vCPU
 * @param memoryMib memory, in MiB
 */
public record DriverPod(int milliCpu, int memoryMib) {
    /** @param conf Spark properties of the run; that a pod of the size exists was checked, and otherwise it is asked for as it is */
    public static DriverPod of(Map<String, String> conf) {
        SparkSize size = SparkSize.of(conf, 1, false);
        int milliCpu = size.driverCores() * 1_000;
        return FargateSizes.fitting(milliCpu, size.driverMib())
                .map(billed -> new DriverPod(billed.milliCpu(), FargateSizes.usableMib(billed)))
                .orElseGet(() -> new DriverPod(milliCpu, size.driverMib()));
    }
}
