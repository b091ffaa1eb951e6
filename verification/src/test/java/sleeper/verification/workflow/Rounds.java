package sleeper.verification.workflow;

import java.util.ArrayList;
import java.util.List;

/** States that are gone through again and again, told once with how often. */
final class Rounds {
    private static final int LONGEST = 8;

    private Rounds() {}

    /** @return the states in order; a round of several that follows upon itself is one entry, such as {@code (A → B, 3 times)} */
    static List<String> of(List<String> states) {
        List<String> told = new ArrayList<>();
        int at = 0;
        while (at < states.size()) {
            int length = 1;
            int times = 1;
            for (int tried = 1; tried <= LONGEST; tried++) {
                int found = times(states, at, tried);
                if (found > 1 && found * tried > times * length) {
                    length = tried;
                    times = found;
                }
            }
            if (times == 1) {
                told.add(states.get(at));
            } else {
                told.add("(" + String.join(" → ", states.subList(at, at + length)) + ", " + times + " times)");
            }
            at += length * times;
        }
        return told;
    }

    /** @return how often the states of a length, from a place on, stand there one round after the other */
    private static int times(List<String> states, int from, int length) {
        int times = 0;
        int at = from;
        while (at + length <= states.size()
                && states.subList(at, at + length)
                        .equals(states.subList(from, Math.min(from + length, states.size())))) {
            times++;
            at += length;
        }
        return times;
    }
}
