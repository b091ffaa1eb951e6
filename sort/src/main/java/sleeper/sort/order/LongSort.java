package sleeper.sort.order;

import java.util.Arrays;

/** Sorts words by some of their bits. */
final class LongSort {
    private static final int DIGIT_BITS = 11;
    /** Below this many the library's sort is faster. */
    private static final int MIN_RADIX = 512;

    private LongSort() {}

    /**
     * Sorts by the bits from {@code lowBit} to {@code highBit - 1}; the bits above are all equal, and those below are in
     * ascending order already.
     *
     * @param spare room of the same length; what it holds is lost
     */
    static void sort(long[] words, int from, int to, long[] spare, int lowBit, int highBit) {
        int count = to - from;
        if (count < MIN_RADIX) {
            // As the low bits are distinct, sorting by all bits gives the same order; the top bit is never set by then.
            sortUnsigned(words, from, to);
            return;
        }
        int passes = (highBit - lowBit + DIGIT_BITS - 1) / DIGIT_BITS;
        int bits = passes == 0 ? 0 : (highBit - lowBit + passes - 1) / passes;
        int[] counts = new int[1 << bits];
        long[] source = words;
        long[] target = spare;
        for (int pass = 0; pass < passes; pass++) {
            scatter(source, target, from, to, lowBit + pass * bits, counts);
            long[] swap = source;
            source = target;
            target = swap;
        }
        if (source != words) {
            System.arraycopy(source, from, words, from, count);
        }
    }

    private static void scatter(long[] source, long[] target, int from, int to, int shift, int[] counts) {
        int mask = counts.length - 1;
        Arrays.fill(counts, 0);
        for (int i = from; i < to; i++) {
            counts[(int) (source[i] >>> shift) & mask]++;
        }
        int at = from;
        for (int digit = 0; digit < counts.length; digit++) {
            int size = counts[digit];
            counts[digit] = at;
            at += size;
        }
        for (int i = from; i < to; i++) {
            long word = source[i];
            target[counts[(int) (word >>> shift) & mask]++] = word;
        }
    }

    private static void sortUnsigned(long[] words, int from, int to) {
        for (int i = from; i < to; i++) {
            words[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(words, from, to);
        for (int i = from; i < to; i++) {
            words[i] ^= Long.MIN_VALUE;
        }
    }
}
