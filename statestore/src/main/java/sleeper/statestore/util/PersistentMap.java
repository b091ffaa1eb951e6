package sleeper.statestore.util;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A map that is a value: putting gives a new map that shares nearly all of the old one, so that the state of a table with
 * 100,000 jobs is replaced at each entry without being copied. A hash trie of 32-way nodes (Bagwell, "Ideal Hash Trees", 2001).
 * Immutable; keys and values must be too. The order of iteration is not defined.
 */
public final class PersistentMap<K, V> {
    private static final int BITS = 5;
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(new Branch(0, new Object[0]), 0);

    /** Children are branches, leaves, or collisions. */
    private static final class Branch {
        private final int bitmap;
        private final Object[] children;

        Branch(int bitmap, Object[] children) {
            this.bitmap = bitmap;
            this.children = children;
        }
    }

    private record Leaf(int hash, Object key, Object value) {}

    /** Leaves whose keys have one hash. */
    private record Collision(int hash, List<Leaf> leaves) {}

    private final Branch root;
    private final int size;

    private PersistentMap(Branch root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    public static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    public int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    public Optional<V> get(K key) {
        int hash = spread(key);
        Object node = root;
        for (int shift = 0; node instanceof Branch branch; shift += BITS) {
            int bit = 1 << ((hash >>> shift) & 31);
            if ((branch.bitmap & bit) == 0) {
                return Optional.empty();
            }
            node = branch.children[Integer.bitCount(branch.bitmap & (bit - 1))];
        }
        if (node instanceof Collision collision) {
            return collision.leaves.stream()
                    .filter(leaf -> leaf.key.equals(key))
                    .findFirst()
                    .map(leaf -> (V) leaf.value);
        }
        Leaf leaf = (Leaf) node;
        return leaf.key.equals(key) ? Optional.of((V) leaf.value) : Optional.empty();
    }

    /** @return a map in which the key has the value */
    public PersistentMap<K, V> put(K key, V value) {
        Leaf leaf = new Leaf(spread(key), key, value);
        return new PersistentMap<>((Branch) put(root, 0, leaf), get(key).isPresent() ? size : size + 1);
    }

    private static Object put(Object node, int shift, Leaf leaf) {
        if (node instanceof Branch branch) {
            int bit = 1 << ((leaf.hash >>> shift) & 31);
            int index = Integer.bitCount(branch.bitmap & (bit - 1));
            if ((branch.bitmap & bit) == 0) {
                return new Branch(branch.bitmap | bit, inserted(branch.children, index, leaf));
            }
            Object[] children = branch.children.clone();
            children[index] = put(children[index], shift + BITS, leaf);
            return new Branch(branch.bitmap, children);
        }
        int hash = node instanceof Leaf old ? old.hash : ((Collision) node).hash;
        if (hash != leaf.hash) {
            int bit = 1 << ((hash >>> shift) & 31);
            return put(new Branch(bit, new Object[] {node}), shift, leaf);
        }
        List<Leaf> leaves = new ArrayList<>(node instanceof Leaf old ? List.of(old) : ((Collision) node).leaves);
        leaves.removeIf(old -> old.key.equals(leaf.key));
        leaves.add(leaf);
        return leaves.size() == 1 ? leaf : new Collision(hash, List.copyOf(leaves));
    }

    private static Object[] inserted(Object[] children, int index, Object child) {
        Object[] more = Arrays.copyOf(children, children.length + 1);
        System.arraycopy(children, index, more, index + 1, children.length - index);
        more[index] = child;
        return more;
    }

    private static int spread(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    public void forEach(BiConsumer<? super K, ? super V> visitor) {
        visit(root, visitor);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> void visit(Object node, BiConsumer<? super K, ? super V> visitor) {
        if (node instanceof Branch branch) {
            for (Object child : branch.children) {
                visit(child, visitor);
            }
        } else if (node instanceof Collision collision) {
            collision.leaves.forEach(leaf -> visitor.accept((K) leaf.key, (V) leaf.value));
        } else {
            Leaf leaf = (Leaf) node;
            visitor.accept((K) leaf.key, (V) leaf.value);
        }
    }

    public List<K> keys() {
        List<K> keys = new ArrayList<>(size);
        forEach((key, value) -> keys.add(key));
        return keys;
    }

    public List<V> values() {
        List<V> values = new ArrayList<>(size);
        forEach((key, value) -> values.add(value));
        return values;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof PersistentMap<?, ?> that) || that.size != size) {
            return false;
        }
        if (that.root == root) {
            return true;
        }
        @SuppressWarnings("unchecked")
        PersistentMap<K, V> theirs = (PersistentMap<K, V>) that;
        return keys().stream().allMatch(key -> Objects.equals(get(key), theirs.get(key)));
    }

    @Override
    public int hashCode() {
        int[] sum = {size};
        forEach((key, value) -> sum[0] += key.hashCode() ^ value.hashCode());
        return sum[0];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach((key, value) -> text.append(text.length() > 1 ? ", " : "")
                .append(key)
                .append('=')
                .append(value));
        return text.append('}').toString();
    }
}
