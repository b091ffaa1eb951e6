package sleeper.sort.decode;

import java.util.Arrays;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/** Builds {@link Cells}, one after the other. For one thread. */
public final class CellBuilder {
    /** Largest array that every JVM grants. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 16;

    private byte[] cell = new byte[256];
    private int length;

    /** @return bytes of the cell so far */
    int size() {
        return length;
    }

    public void entry(int repetition, int definition) {
        room(Cells.LEVEL_BYTES);
        cell[length++] = (byte) repetition;
        cell[length++] = (byte) definition;
    }

    /** The value of the entry just begun. */
    public void value(Vector from, int index) {
        if (from instanceof IntVector ints) {
            room(4);
            Bytes.putInt(cell, length, ints.get(index));
            length += 4;
        } else if (from instanceof LongVector longs) {
            room(8);
            Bytes.putLong(cell, length, longs.get(index));
            length += 8;
        } else {
            BytesVector bytes = (BytesVector) from;
            int size = bytes.length(index);
            room(4 + size);
            Bytes.putInt(cell, length, size);
            System.arraycopy(bytes.data(), bytes.start(index), cell, length + 4, size);
            length += 4 + size;
        }
    }

    /** Appends the cell as a row and begins the next. */
    public void finish(BytesVector into) {
        into.append(cell, 0, length);
        length = 0;
    }

    private void room(int more) {
        long needed = (long) length + more;
        if (needed > MAX_BYTES) {
            throw new OutOfMemoryError("a nested value of " + needed + " bytes");
        }
        if (cell.length < needed) {
            cell = Arrays.copyOf(cell, (int) Math.min(MAX_BYTES, Math.max(needed, 2L * cell.length)));
        }
    }
}
