package sleeper.core.partition;

import java.util.regex.Pattern;
import sleeper.core.util.Require;

/**
 * Names a partition within its table. The root is {@code p}; a child's id is its parent's with {@code 0} (below the cut)
 * or {@code 1} (at or above it) added, so ids never change when other partitions are split.
 *
 * @param value {@code p} and then zeros and ones; at most 200 characters, safe in a path
 */
public record PartitionId(String value) implements Comparable<PartitionId> {
    /** Stands before {@link #ROOT}, whose constructor needs it. */
    private static final Pattern FORM = Pattern.compile("p[01]{0,199}");

    public static final PartitionId ROOT = new PartitionId("p");

    public PartitionId {
        Require.that(FORM.matcher(value).matches(), "not a partition id: " + value);
    }

    public PartitionId lower() {
        return new PartitionId(value + '0');
    }

    public PartitionId upper() {
        return new PartitionId(value + '1');
    }

    /** Along the cuts: of two leaves, the one below the cut that parts them comes first. */
    @Override
    public int compareTo(PartitionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
