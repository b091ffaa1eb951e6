package sleeper.bulkimport.job.runner.columnar;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;

/**
 * Whole keys of some rows of a file, on their way to the driver.
 *
 * @param rows rows of the file, which the keys stand for
 * @param keys values of the key fields in their order, as Java has them
 */
record SampledKeys(long rows, List<Object[]> keys) implements Serializable {
    static SampledKeys of(long rows, List<Key> sample) {
        List<Object[]> keys = new ArrayList<>(sample.size());
        for (Key key : sample) {
            keys.add(key.values().stream().map(KeyValue::toObject).toArray());
        }
        return new SampledKeys(rows, keys);
    }

    /** @return rows that each key stands for */
    double weight() {
        return (double) rows / Math.max(1, keys.size());
    }
}
