package sleeper.sort.sample;

import java.util.ArrayList;
import java.util.List;

/** Takes some of many, evenly. */
final class Spread {
    private Spread() {}

    /** @return all, or so many of them from the middles of equal stretches */
    static <T> List<T> over(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) ((2L * i + 1) * all.size() / (2L * most))));
        }
        return some;
    }
}
