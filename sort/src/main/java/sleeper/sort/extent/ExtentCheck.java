package sleeper.sort.extent;

import java.util.List;
import sleeper.sort.column.Bytes;
import sleeper.sort.schema.Storage;

/** Whether bytes from outside are laid out as {@link ExtentLayout} has it, so that reading them stays inside and gives whole rows. */
final class ExtentCheck {
    /** Most rows of an extent: values of no bytes would let it claim any number, and each takes memory where it is read. */
    static final int MOST_ROWS = 1 << 24;

    private final byte[] extent;
    private final int from;
    private final long end;
    private final int rows;
    private long at;

    private ExtentCheck(byte[] extent, int from, int length, int headBytes) throws BadExtentException {
        this.extent = extent;
        this.from = from;
        this.end = (long) from + length;
        if (length < headBytes) {
            throw new BadExtentException("it has " + length + " bytes", "its head alone has " + headBytes);
        }
        this.rows = ExtentLayout.rows(extent, from);
        if (rows < 1 || rows > MOST_ROWS) {
            throw new BadExtentException("it has " + rows + " rows", "from 1 to " + MOST_ROWS + " are allowed");
        }
        this.at = (long) from + headBytes;
    }

    static void check(byte[] extent, int from, int length, List<Storage> columns) throws BadExtentException {
        int headBytes = 4;
        for (Storage column : columns) {
            headBytes += ExtentLayout.columnHeadBytes(column);
        }
        new ExtentCheck(extent, from, length, headBytes).columns(columns);
    }

    private void columns(List<Storage> columns) throws BadExtentException {
        int head = from + 4;
        for (Storage column : columns) {
            byte shape = extent[head];
            int width = ExtentLayout.width(shape);
            if (shape != ExtentLayout.shape(ExtentLayout.hasFlags(shape), column == Storage.BYTES ? width : 0)) {
                throw new BadExtentException("a column's shape is " + shape, "columns of its kind have no such shape");
            }
            if (ExtentLayout.hasFlags(shape)) {
                flags();
            }
            switch (column) {
                case INT -> pass(4L * rows);
                case LONG -> pass(8L * rows);
                case BYTES -> values(width, Bytes.getInt(extent, head + 1));
            }
            head += ExtentLayout.columnHeadBytes(column);
        }
        if (at != end) {
            throw new BadExtentException((end - at) + " bytes follow its last value", "none may");
        }
    }

    private void flags() throws BadExtentException {
        int start = pass(rows);
        for (int i = 0; i < rows; i++) {
            if (extent[start + i] != 0 && extent[start + i] != 1) {
                throw new BadExtentException("a flag is " + extent[start + i], "it may be 0 or 1");
            }
        }
    }

    private void values(int width, int size) throws BadExtentException {
        if (size < 0) {
            throw new BadExtentException("a column has " + size + " bytes", "the least is 0");
        }
        if (width == 0) {
            long total = (long) size * rows;
            pass(total);
            return;
        }
        int lengths = pass((long) width * rows);
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            int length = ExtentLayout.length(extent, lengths, width, i);
            if (length < 0) {
                throw new BadExtentException("a value has " + length + " bytes", "the least is 0");
            }
            sum += length;
        }
        if (sum != size) {
            throw new BadExtentException("a column's values have " + sum + " bytes", "its head says " + size);
        }
        pass(size);
    }

    /** @return where the bytes start that are passed over */
    private int pass(long bytes) throws BadExtentException {
        if (bytes > end - at) {
            throw new BadExtentException(bytes + " bytes of a column", (end - at) + " are left");
        }
        int start = (int) at;
        at += bytes;
        return start;
    }
}
