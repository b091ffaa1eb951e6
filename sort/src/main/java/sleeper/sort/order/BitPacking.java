package sleeper.sort.order;

/** Draws the bits of a mask together at the low end of a word, in their order. Immutable. */
final class BitPacking {
    private final int[] shifts;
    private final long[] masks;

    BitPacking(long mask) {
        int runs = 0;
        for (long left = mask; left != 0; left = withoutLowestRun(left)) {
            runs++;
        }
        shifts = new int[runs];
        masks = new long[runs];
        int packed = 0;
        long left = mask;
        for (int i = 0; i < runs; i++) {
            int start = Long.numberOfTrailingZeros(left);
            int length = Long.bitCount(left) - Long.bitCount(withoutLowestRun(left));
            masks[i] = (length == 64 ? -1L : (1L << length) - 1) << packed;
            shifts[i] = start - packed;
            packed += length;
            left = withoutLowestRun(left);
        }
    }

    private static long withoutLowestRun(long mask) {
        return mask & mask + Long.lowestOneBit(mask);
    }

    long pack(long word) {
        long result = 0;
        for (int i = 0; i < shifts.length; i++) {
            result |= word >>> shifts[i] & masks[i];
        }
        return result;
    }

    /** @return the highest {@code count} of the mask's bits */
    static long keepHighest(long mask, int count) {
        long kept = mask;
        for (int surplus = Long.bitCount(mask) - count; surplus > 0; surplus--) {
            kept &= kept - 1;
        }
        return kept;
    }
}
