package sleeper.sort.partition;

import java.util.Arrays;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.Vector;

/**
 * Leaves along one row key: the top bits of a key's word look up where in the cuts to start, and from there it is a short
 * way.
 */
final class SplitLeafFinder implements LeafFinder {
    private static final int TABLE_BITS = 14;

    private final SplitPoints splits;
    private final long[] words;
    private final long low;
    private final int shift;
    private final int[] table;

    SplitLeafFinder(SplitPoints splits) {
        this.splits = splits;
        this.words = splits.words();
        int count = words.length;
        low = count == 0 ? 0 : words[0];
        long span = count == 0 ? 0 : words[count - 1] - low;
        shift = Math.max(0, 64 - Long.numberOfLeadingZeros(span) - TABLE_BITS);
        table = new int[(int) (span >>> shift) + 2];
        int cut = 0;
        for (int slot = 0; slot < table.length; slot++) {
            // The cuts whose words lie wholly below the slot.
            while (cut < count && (words[cut] - low) >>> shift < slot) {
                cut++;
            }
            table[slot] = cut;
        }
    }

    @Override
    public void find(Batch batch, int[] into) {
        int rows = batch.rows();
        if (words.length == 0) {
            Arrays.fill(into, 0, rows, 0);
        } else if (splits.isBytes()) {
            findBytes((BytesVector) batch.column(0), rows, into);
        } else {
            Vector column = batch.column(0);
            for (int row = 0; row < rows; row++) {
                long word = SplitPoints.word(column, row);
                int leaf = atOrAbove(word);
                into[row] = leaf < words.length && words[leaf] == word ? leaf + 1 : leaf;
            }
        }
    }

    private void findBytes(BytesVector column, int rows, int[] into) {
        byte[] data = column.data();
        int[] offsets = column.offsets();
        int skip = splits.shared().length;
        for (int row = 0; row < rows; row++) {
            int start = offsets[row];
            int end = offsets[row + 1];
            int side = skip == 0 ? 0 : splits.compareToShared(data, start, end);
            if (side != 0) {
                into[row] = side < 0 ? 0 : words.length;
                continue;
            }
            long word = Bytes.word(data, start, end, skip);
            int leaf = atOrAbove(word);
            while (leaf < words.length && words[leaf] == word && !splits.isBelow(column, row, leaf)) {
                leaf++;
            }
            into[row] = leaf;
        }
    }

    /** @return number of cuts whose word is less: the leaf, unless the next cut's word is equal */
    private int atOrAbove(long word) {
        if (Long.compareUnsigned(word, low) <= 0) {
            return 0;
        }
        long slot = (word - low) >>> shift;
        if (Long.compareUnsigned(slot, table.length - 1) >= 0) {
            return words.length;
        }
        int from = table[(int) slot];
        int to = table[(int) slot + 1];
        while (to - from > 8) {
            int middle = (from + to) >>> 1;
            if (Long.compareUnsigned(words[middle], word) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        while (from < to && Long.compareUnsigned(words[from], word) < 0) {
            from++;
        }
        return from;
    }
}
