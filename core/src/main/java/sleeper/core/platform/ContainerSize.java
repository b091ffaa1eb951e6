package sleeper.core.platform;

import java.util.Locale;
import sleeper.core.util.Require;

/**
 * What a service gives a container, and bills.
 *
 * @param milliCpu  thousandths of a vCPU; one or more
 * @param memoryMib memory, in MiB; one or more
 */
public record ContainerSize(int milliCpu, int memoryMib) {
    private static final int MIB_OF_GIB = 1024;

    public ContainerSize {
        Require.atLeast("milliCpu", milliCpu, 1);
        Require.atLeast("memoryMib", memoryMib, 1);
    }

    public double vcpus() {
        return milliCpu / 1000.0;
    }

    public double memoryGib() {
        return (double) memoryMib / MIB_OF_GIB;
    }

    /** @return such as {@code 2 vCPU and 9 GiB} */
    public String words() {
        return number(vcpus()) + " vCPU and " + number(memoryGib()) + " GiB";
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value).replaceFirst("0+$", "");
    }
}
