package sleeper.sort.read;

import java.io.Closeable;
import java.util.Iterator;
import java.util.Map;

/**
 * Rows of a table. A row is a map from field names, in the schema's order, to {@code Integer}, {@code Long}, {@code String},
 * {@code byte[]}, {@code Float}, {@code Double}, {@code Boolean}, {@code LocalDate}, {@code Instant} or {@code LocalDateTime}, {@code
 * BigDecimal}, {@code List}, {@code Map} (of a map, or of a struct by field names), or null, also where the file is from before its
 * field was added. For one thread.
 *
 * <p>Both methods of an iterator throw {@link sleeper.core.error.SleeperException} if a file is missing or damaged.
 */
public interface RowScan extends Iterator<Map<String, Object>>, Closeable {
    /** @return what was skipped so far */
    SkipCounts skipped();

    @Override
    void close();
}
