package sleeper.core.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.util.Amounts;

/** The sizes that a service has, smallest first; it rounds up what is asked for to the next one. */
final class SizeTable {
    private static final int MIB_OF_GIB = 1024;

    private final String what;
    private final int ownMib;
    private final List<ContainerSize> sizes = new ArrayList<>();

    /**
     * @param what   what is of such a size, to begin a message's place with
     * @param ownMib memory that the service takes of each for itself, in MiB
     */
    SizeTable(String what, int ownMib) {
        this.what = what;
        this.ownMib = ownMib;
    }

    /** Adds the memory sizes that go with some processors; those with more processors come later. */
    SizeTable with(int milliCpu, double leastGib, double mostGib, double stepGib) {
        for (double gib = leastGib; gib <= mostGib; gib += stepGib) {
            sizes.add(new ContainerSize(milliCpu, (int) (gib * MIB_OF_GIB)));
        }
        return this;
    }

    List<ContainerSize> all() {
        return List.copyOf(sizes);
    }

    Optional<ContainerSize> fitting(long milliCpu, long memoryMib) {
        return sizes.stream()
                .filter(size -> size.milliCpu() >= milliCpu && usableMib(size) >= memoryMib)
                .findFirst();
    }

    int usableMib(ContainerSize size) {
        return size.memoryMib() - ownMib;
    }

    Optional<Fault> refusal(String where, long milliCpu, long memoryMib) {
        if (fitting(milliCpu, memoryMib).isPresent()) {
            return Optional.empty();
        }
        ContainerSize largest = sizes.get(sizes.size() - 1);
        return Optional.of(new Fault(
                ErrorCode.SIZE_NOT_AVAILABLE,
                where,
                "%s of %s and %s MiB of memory and overhead".formatted(what, cores(milliCpu), memoryMib),
                "at most %s and %d MiB, which is the largest (%s)"
                        .formatted(cores(largest.milliCpu()), usableMib(largest), largest.words()),
                "Ask for what the largest holds, and for more executors instead."));
    }

    private static String cores(long milliCpu) {
        return milliCpu % 1000 == 0 ? Amounts.count(milliCpu / 1000, "core") : milliCpu / 1000.0 + " cores";
    }
}
