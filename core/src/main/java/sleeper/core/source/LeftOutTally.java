package sleeper.core.source;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what is left out, by reason. For one thread. */
public final class LeftOutTally {
    private final Map<LeftOut.Reason, LeftOut> byReason = new EnumMap<>(LeftOut.Reason.class);

    /** @param name {@code bucket/key} of what is left out */
    public void add(LeftOut.Reason reason, String name) {
        add(new LeftOut(reason, 1, List.of(name)));
    }

    public void add(LeftOut more) {
        byReason.merge(more.reason(), more, LeftOutTally::sum);
    }

    private static LeftOut sum(LeftOut first, LeftOut second) {
        List<String> names = new ArrayList<>(first.names());
        second.names().stream().limit(LeftOut.MOST_NAMES - names.size()).forEach(names::add);
        return new LeftOut(first.reason(), first.count() + second.count(), names);
    }

    /** @return what was counted, in the order of the reasons */
    public List<LeftOut> toList() {
        return List.copyOf(byReason.values());
    }
}
