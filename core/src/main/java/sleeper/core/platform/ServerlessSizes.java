package sleeper.core.platform;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.Fault;

/**
 * The sizes that a worker of EMR Serverless can have. What a driver or executor asks for, memory and overhead, is rounded up to the
 * next one.
 *
 * <p>Source: Amazon EMR Serverless User Guide, "Understanding application behavior", supported worker configurations
 * (https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/app-behavior.html).
 */
public final class ServerlessSizes {
    private static final SizeTable TABLE = new SizeTable("a worker", 0)
            .with(1_000, 2, 8, 1)
            .with(2_000, 4, 16, 1)
            .with(4_000, 8, 30, 1)
            .with(8_000, 16, 60, 4)
            .with(16_000, 32, 120, 8);

    private ServerlessSizes() {}

    /** @return all sizes, those with fewer processors first, and of these those with less memory first */
    public static List<ContainerSize> all() {
        return TABLE.all();
    }

    /**
     * @param milliCpu  thousandths of a vCPU asked for
     * @param memoryMib memory asked for, overhead included, in MiB
     * @return what such a worker gets and is billed; empty if none is large enough
     */
    public static Optional<ContainerSize> fitting(long milliCpu, long memoryMib) {
        return TABLE.fitting(milliCpu, memoryMib);
    }

    /** @return SIZE_NOT_AVAILABLE, which names the nearest that there is, if no worker is large enough for {@link #fitting} */
    public static Optional<Fault> refusal(String where, long milliCpu, long memoryMib) {
        return TABLE.refusal(where, milliCpu, memoryMib);
    }
}
