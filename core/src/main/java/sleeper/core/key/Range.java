package sleeper.core.key;

import java.util.Optional;

/**
 * A range of one key field's values.
 *
 * @param min least value, inclusive; empty for "from the very first"
 * @param max bound above, exclusive; empty for "without an end"
 * @throws IllegalArgumentException if the range holds nothing
 */
public record Range(Optional<KeyValue> min, Optional<KeyValue> max) {
    public static final Range ALL = new Range(Optional.empty(), Optional.empty());

    public Range {
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) >= 0) {
            throw new IllegalArgumentException("range from " + min + " to " + max + " holds nothing");
        }
    }

    public boolean contains(KeyValue value) {
        return (min.isEmpty() || min.get().compareTo(value) <= 0) && (max.isEmpty() || value.compareTo(max.get()) < 0);
    }

    public boolean overlaps(Range other) {
        return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
    }

    private boolean startsBeforeEndOf(Range other) {
        return min.isEmpty() || other.max.isEmpty() || min.get().compareTo(other.max.get()) < 0;
    }

    /** @return whether every value of {@code other} is in this range */
    public boolean encloses(Range other) {
        boolean lower = min.isEmpty() || (other.min.isPresent() && min.get().compareTo(other.min.get()) <= 0);
        boolean upper =
                max.isEmpty() || (other.max.isPresent() && other.max.get().compareTo(max.get()) <= 0);
        return lower && upper;
    }

    @Override
    public String toString() {
        return "[" + min.map(KeyValue::toString).orElse("") + ","
                + max.map(KeyValue::toString).orElse("") + ")";
    }
}
