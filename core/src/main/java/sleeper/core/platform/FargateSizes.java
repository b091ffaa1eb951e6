package sleeper.core.platform;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.Fault;

/**
 * The sizes that a pod on Fargate can have. To what a pod asks for, 256 MiB are added for what Kubernetes runs beside it, and the
 * sum is rounded up to the next size, which is what is billed.
 *
 * <p>Source: Amazon EKS User Guide, "Understand Fargate Pod configuration details"
 * (https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html).
 */
public final class FargateSizes {
    private static final SizeTable TABLE = new SizeTable("a pod", 256)
            .with(250, 0.5, 0.5, 1)
            .with(250, 1, 2, 1)
            .with(500, 1, 4, 1)
            .with(1_000, 2, 8, 1)
            .with(2_000, 4, 16, 1)
            .with(4_000, 8, 30, 1)
            .with(8_000, 16, 60, 4)
            .with(16_000, 32, 120, 8);

    private FargateSizes() {}

    /** @return all sizes, those with fewer processors first, and of these those with less memory first */
    public static List<ContainerSize> all() {
        return TABLE.all();
    }

    /**
     * @param milliCpu  thousandths of a vCPU that the pod's containers ask for
     * @param memoryMib memory that they ask for, overhead included, in MiB
     * @return what such a pod gets and is billed; empty if none is large enough
     */
    public static Optional<ContainerSize> fitting(long milliCpu, long memoryMib) {
        return TABLE.fitting(milliCpu, memoryMib);
    }

    /** @return memory that containers may ask for without a larger size being billed, in MiB */
    public static int usableMib(ContainerSize size) {
        return TABLE.usableMib(size);
    }

    /** @return SIZE_NOT_AVAILABLE, which names the nearest that there is, if no pod is large enough for {@link #fitting} */
    public static Optional<Fault> refusal(String where, long milliCpu, long memoryMib) {
        return TABLE.refusal(where, milliCpu, memoryMib);
    }
}
