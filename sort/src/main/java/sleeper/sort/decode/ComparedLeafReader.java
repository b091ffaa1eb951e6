package sleeper.sort.decode;

import java.io.IOException;
import java.util.Arrays;
import sleeper.core.error.ErrorCode;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.schema.ComparedColumn;

/** Reads a column and refuses it at the first row that has another value than expected. */
final class ComparedLeafReader extends LeafReader {
    private final LeafReader read;
    private final ComparedColumn column;
    private final boolean nullExpected;
    private final Vector expected;
    private long row;

    ComparedLeafReader(LeafReader read, ComparedColumn column) {
        this.read = read;
        this.column = column;
        this.nullExpected = column.expected().value().isEmpty();
        this.expected = column.expected()
                .value()
                .orElseGet(() -> column.column().storage().newVector());
    }

    @Override
    void read(int rows, Vector into) throws IOException {
        int start = into.size();
        read.read(rows, into);
        for (int i = start; i < start + rows; i++) {
            if (nullExpected != into.isNull(i) || (!nullExpected && !isEqual(into, i))) {
                throw new BadInputException(
                        ErrorCode.BAD_FOLDER_VALUE,
                        (into.isNull(i) ? "a null" : "another value") + " (row " + (row + i - start)
                                + " of the row group, counted from 0)",
                        column.source(),
                        row + i - start);
            }
        }
        row += rows;
    }

    private boolean isEqual(Vector into, int at) {
        if (into instanceof IntVector ints) {
            return ints.get(at) == ((IntVector) expected).get(0);
        }
        if (into instanceof LongVector longs) {
            return longs.get(at) == ((LongVector) expected).get(0);
        }
        BytesVector bytes = (BytesVector) into;
        BytesVector one = (BytesVector) expected;
        return Arrays.equals(
                bytes.data(), bytes.start(at), bytes.start(at) + bytes.length(at), one.data(), 0, one.length(0));
    }

    @Override
    int safeRows() throws IOException {
        return read.safeRows();
    }

    @Override
    long rowBytes() {
        return read.rowBytes();
    }

    @Override
    void expectEnd() throws IOException {
        read.expectEnd();
    }

    @Override
    void seek(long pageOffset) {
        throw new IllegalStateException("a compared column is read from its beginning");
    }
}
