package sleeper.core.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import sleeper.core.util.Require;

/**
 * A box of the key space: one range for each row key field, in the schema's order.
 *
 * @param ranges one or more
 */
public record Region(List<Range> ranges) {
    public Region {
        ranges = Require.notEmpty("ranges", ranges);
    }

    /** @return the whole space of keys with {@code dimensions} fields */
    public static Region all(int dimensions) {
        return new Region(Collections.nCopies(dimensions, Range.ALL));
    }

    public boolean contains(Key key) {
        for (int i = 0; i < ranges.size(); i++) {
            if (!ranges.get(i).contains(key.values().get(i))) {
                return false;
            }
        }
        return true;
    }

    public boolean overlaps(Region other) {
        for (int i = 0; i < ranges.size(); i++) {
            if (!ranges.get(i).overlaps(other.ranges.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** @return whether every key of {@code other} is in this region */
    public boolean encloses(Region other) {
        for (int i = 0; i < ranges.size(); i++) {
            if (!ranges.get(i).encloses(other.ranges.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** @return the part of this region below a cut, which lies inside it */
    public Region below(int dimension, KeyValue cut) {
        return with(dimension, new Range(ranges.get(dimension).min(), Optional.of(cut)));
    }

    /** @return the part of this region at or above a cut, which lies inside it */
    public Region from(int dimension, KeyValue cut) {
        return with(dimension, new Range(Optional.of(cut), ranges.get(dimension).max()));
    }

    /** @return this region with the range of one field replaced */
    public Region with(int dimension, Range range) {
        List<Range> changed = new ArrayList<>(ranges);
        changed.set(dimension, range);
        return new Region(changed);
    }
}
