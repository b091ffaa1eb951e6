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

    /** Least number of characters added, removed, replaced or swapped with their neighbour (optimal string alignment). */
    private static int edits(String from, String to) {
        int[][] least = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                least[i][j] = i == 0 || j == 0 ? i + j : edit(from, to, i, j, least);
            }
        }
        return least[from.length()][to.length()];
    }

    private static int edit(String from, String to, int i, int j, int[][] least) {
        boolean equal = from.charAt(i - 1) == to.charAt(j - 1);
        int edits = Math.min(least[i - 1][j - 1] + (equal ? 0 : 1), Math.min(least[i - 1][j], least[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(edits, least[i - 2][j - 2] + 1) : edits;
    }
}
