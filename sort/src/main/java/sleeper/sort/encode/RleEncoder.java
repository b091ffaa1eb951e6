package sleeper.sort.encode;

/**
 * The hybrid of runs and bit-packed groups, for levels and dictionary indexes. For one thread.
 *
 * <p><b>Invariant.</b> What is packed is always whole groups of eight, but at the end: a run gives as many of its values as the group
 * before it lacks, and becomes a run of its own only if eight or more are left, since below that its header costs more
 * than it saves.
 * <b>Cost.</b> Each value is looked at once for runs and once to be packed.
 *
 * <p>Format: Encodings.md, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
 */
final class RleEncoder {
    private static final int GROUP = 8;

    private final long[] group = new long[GROUP];

    static int widthOf(int max) {
        return 32 - Integer.numberOfLeadingZeros(max);
    }

    void encode(int[] values, int count, int width, ByteSink into) {
        int at = 0;
        int packedFrom = 0;
        while (at < count) {
            int run = runLength(values, at, count);
            // A run is worth its own header from one group on; before it, only whole groups can be packed.
            int misfit = (at - packedFrom) % GROUP;
            int borrowed = misfit == 0 ? 0 : GROUP - misfit;
            if (run - borrowed >= GROUP) {
                at += borrowed;
                pack(values, packedFrom, at, width, into);
                repeat(values[at], run - borrowed, width, into);
                at += run - borrowed;
                packedFrom = at;
            } else {
                at += run;
            }
        }
        pack(values, packedFrom, count, width, into);
    }

    private static int runLength(int[] values, int from, int count) {
        int end = from + 1;
        while (end < count && values[end] == values[from]) {
            end++;
        }
        return end - from;
    }

    private static void repeat(int value, int count, int width, ByteSink into) {
        into.writeUnsignedVarLong((long) count << 1);
        for (int bits = 0; bits < width; bits += 8) {
            into.write(value >>> bits);
        }
    }

    private void pack(int[] values, int from, int to, int width, ByteSink into) {
        if (from == to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        into.writeUnsignedVarLong((long) groups << 1 | 1);
        for (int i = 0; i < groups; i++) {
            for (int j = 0; j < GROUP; j++) {
                int index = from + i * GROUP + j;
                group[j] = index < to ? values[index] : 0;
            }
            into.writePacked(group, 0, GROUP, width);
        }
    }
}
