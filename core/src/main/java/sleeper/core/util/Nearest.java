package sleeper.core.util;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the word that someone probably meant, if there is one. */
public final class Nearest {
    /** A word is taken for a misspelt one if at most one in so many of its characters is wrong. */
    private static final int CHARACTERS_FOR_AN_EDIT = 3;
    /** Shorter parts of names say too little to find a name by. */
    private static final int LEAST_PART = 4;
    /** Of so few words, a part that most have may still be what was meant. */
    private static final int FEW = 3;

    private Nearest() {}

    /**
     * A known word is near if few edits lead to it, at most a third of the shorter word's characters, letter case aside; or if it
     * has all parts of the word given, as {@code sleeper.ingest.memory.budget} has those of {@code memory-budget}.
     *
     * @return the near word with the fewest edits, of several the first in order; else the shortest with all the parts; empty if
     *         none is near
     */
    public static Optional<String> to(String word, Collection<String> known) {
        String wanted = word.toLowerCase(Locale.ROOT);
        Comparator<String> byEdits = Comparator.comparingInt(candidate -> edits(wanted, lower(candidate)));
        return known.stream()
                .filter(candidate -> isMisspelt(wanted, lower(candidate)))
                .min(byEdits.thenComparing(Comparator.naturalOrder()))
                .or(() -> withParts(parts(word), known));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static boolean isMisspelt(String wanted, String candidate) {
        return edits(wanted, candidate) <= Math.min(wanted.length(), candidate.length()) / CHARACTERS_FOR_AN_EDIT;
    }

    private static Optional<String> withParts(List<String> parts, Collection<String> known) {
        if (parts.stream().noneMatch(part -> part.length() >= LEAST_PART && isTelling(part, known))) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> parts(candidate).containsAll(parts))
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    }

    /** @return whether fewer than half of the known words have the part, if there are more than a few */
    private static boolean isTelling(String part, Collection<String> known) {
        long having = known.stream()
                .filter(candidate -> parts(candidate).contains(part))
                .count();
        return known.size() <= FEW || 2 * having < known.size();
    }

    /** @return what points, hyphens, underscores, blanks and capitals part, in lower case */
    private static List<String> parts(String word) {
        return Stream.of(word.split("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})"))
                .filter(part -> !part.isEmpty())
                .map(Nearest::lower)
                .toList();
    }

    /** Levenshtein's distance: least number of characters added, removed or replaced. */
    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        int[] current = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] spare = previous;
            previous = current;
            current = spare;
        }
        return previous[to.length()];
    }
}
