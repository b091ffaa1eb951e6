package sleeper.testkit.data;

import java.util.List;
import java.util.Random;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;

/** Makes partition trees of a schema from a seed. */
public final class RandomPartitions {
    private RandomPartitions() {}

    /** @return a tree after so many tries to cut a leaf in some row key */
    public static PartitionTree of(Schema schema, RandomRows keys, int cuts, long seed) {
        Random random = new Random(seed);
        List<PrimitiveType> types = schema.rowKeyTypes();
        PartitionTree tree = PartitionTree.single(types.size());
        for (int i = 0; i < cuts; i++) {
            int dimension = random.nextInt(types.size());
            KeyValue at = value(keys.keyValue(types.get(dimension)));
            Partition leaf = tree.leaves().get(random.nextInt(tree.leaves().size()));
            Range range = leaf.region().ranges().get(dimension);
            boolean isLeast = range.min().map(at::equals).orElseGet(() -> isLeastOfAll(at));
            if (range.contains(at) && !isLeast) {
                tree = tree.split(leaf.id(), dimension, at);
            }
        }
        return tree;
    }

    private static boolean isLeastOfAll(KeyValue value) {
        Object object = value.toObject();
        return object.equals("") || (object instanceof byte[] bytes && bytes.length == 0);
    }

    /** @return the key value of a Java value */
    public static KeyValue value(Object value) {
        if (value instanceof Integer number) {
            return new KeyValue.OfInt(number);
        }
        if (value instanceof Long number) {
            return new KeyValue.OfLong(number);
        }
        return value instanceof String text ? new KeyValue.OfString(text) : new KeyValue.OfBytes((byte[]) value);
    }
}
