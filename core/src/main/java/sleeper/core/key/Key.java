package sleeper.core.key;

import java.util.List;
import java.util.stream.Collectors;
import sleeper.core.util.Require;

/**
 * A row key: one value for each row key field, in the schema's order.
 *
 * @param values one or more
 */
public record Key(List<KeyValue> values) implements Comparable<Key> {
    public Key {
        values = Require.notEmpty("values", values);
    }

    public static Key of(KeyValue... values) {
        return new Key(List.of(values));
    }

    /** Field by field, the first that differs decides. Both keys are of one schema. */
    @Override
    public int compareTo(Key other) {
        for (int i = 0; i < values.size(); i++) {
            int order = values.get(i).compareTo(other.values.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return values.stream().map(KeyValue::toString).collect(Collectors.joining(",", "(", ")"));
    }
}
