package sleeper.sort.extent;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.sort.column.Batch;

/** Refuses rows that no block holds. Batches end at a bound far below, or after one row, so that it is a single row's size. */
final class BlockLimit {
    private BlockLimit() {}

    /** @throws InvalidRequestException {@code LIMIT_EXCEEDED} if the rows have more than {@code mostBytes} together */
    static void check(Batch batch, long mostBytes) {
        if (batch.sizeBytes() > mostBytes) {
            Fault fault = Fault.of(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the longest of " + batch.rows() + " rows",
                    batch.largestRowBytes() + " bytes, uncompressed",
                    "at most " + mostBytes + " for it and the rows read with it");
            throw new InvalidRequestException("Rows were not taken.", List.of(fault));
        }
    }
}
