package sleeper.core.util;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of the entries that were put or asked for last; others are forgotten. Not safe for use by many threads: asking changes it. */
public final class LatestUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    /** @param most entries that it has, 1 or more */
    public LatestUsed(int most) {
        super(16, 0.75f, true);
        this.most = Math.toIntExact(Require.atLeast("most", most, 1));
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
