package sleeper.sort.output;

import java.nio.file.Path;
import sleeper.core.util.Require;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.encode.WriteSettings;

/**
 * How the rows of a leaf are sorted and written.
 *
 * @param write          how files are written
 * @param sortBytes      bytes of rows that are sorted at once at most, also where memory would be granted for more; {@link
 *                       #LEAST_SORT_BYTES} to 1 GiB
 * @param sortRows       rows that are sorted at once at most; 1 to 2^28
 * @param spillDirectory existing directory for runs of a leaf that has more; may need as many bytes as the leaf's rows
 */
public record LeafSettings(WriteSettings write, long sortBytes, long sortRows, Path spillDirectory) {
    /** So much is sorted at once even if no memory is granted: runs that are smaller cost more to merge than they save. */
    public static final long LEAST_SORT_BYTES = 1L << 20;

    /** Bytes leased for each byte of rows: the rows, and about as many again twice to sort and encode them. */
    static final long LEASED_FOR_BYTE = 3;

    public LeafSettings {
        Require.notNull("write", write);
        Require.atLeast("sortBytes", sortBytes, LEAST_SORT_BYTES);
        Require.that(
                sortBytes <= SizeLimits.SORT_BYTES,
                "sortBytes is " + sortBytes + " and the most is " + SizeLimits.SORT_BYTES);
        Require.atLeast("sortRows", sortRows, 1);
        Require.that(
                sortRows <= SizeLimits.SORT_ROWS,
                "sortRows is " + sortRows + " and the most is " + SizeLimits.SORT_ROWS);
        Require.notNull("spillDirectory", spillDirectory);
    }

    /** @return bytes of merged rows that are written at once */
    public long mergeBytes() {
        return Math.min(sortBytes, write.rowGroupBytes());
    }

    /** @return bytes that one thread leases at most, unless a single extent has more than {@code sortBytes} */
    public long mostLeasedBytes() {
        return LEASED_FOR_BYTE * sortBytes;
    }
}
