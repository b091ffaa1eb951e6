package sleeper.cli.frame;

import java.util.List;
import sleeper.core.source.LeftOut;

/** What lies below named paths and is not read, for people. */
public final class LeftOutWords {
    private LeftOutWords() {}

    /** @return a line for each kind of what holds no rows that could be missing: these are no warnings */
    public static List<String> expected(List<LeftOut> leftOut) {
        return words(leftOut, false);
    }

    /** @return a line for each kind of what may hold rows that somebody meant */
    public static List<String> unexpected(List<LeftOut> leftOut) {
        return words(leftOut, true);
    }

    private static List<String> words(List<LeftOut> leftOut, boolean warned) {
        return leftOut.stream()
                .filter(some -> some.reason().warns() == warned)
                .map(LeftOut::words)
                .toList();
    }
}
