package sleeper.core.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One name of a path, as text with wildcards: {@code *} stands for any characters, also none, {@code ?} for one character.
 * {@code [*]}, {@code [?]} and {@code [[]} stand for the character between the brackets, as Python's {@code glob.escape} writes it.
 * Every other character stands for itself.
 *
 * @param text as it is written; read by {@link #parse}
 */
public record NamePattern(String text) {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;
    private static final String ESCAPED = "*?[";

    public NamePattern {
        if (tokens(text).isEmpty()) {
            throw new IllegalArgumentException("not a pattern: '" + text + "'");
        }
    }

    /** @return the pattern, or empty if the text has a bracket that escapes nothing, or two stars in a row */
    static Optional<NamePattern> parse(String text) {
        return tokens(text).map(tokens -> new NamePattern(text));
    }

    /** @return the text by which a name means itself, and nothing else */
    static String escape(String name) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (ESCAPED.indexOf(c) >= 0) {
                escaped.append('[').append(c).append(']');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** @return code points, and what is negative for a wildcard; empty if it is no pattern */
    private static Optional<List<Integer>> tokens(String text) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '[') {
                if (i + 2 >= text.length() || text.charAt(i + 2) != ']' || ESCAPED.indexOf(text.charAt(i + 1)) < 0) {
                    return Optional.empty();
                }
                tokens.add((int) text.charAt(i + 1));
                i += 2;
            } else if (c == '*' && text.startsWith("**", i)) {
                return Optional.empty();
            } else {
                tokens.add(c == '*' ? ANY_TEXT : c == '?' ? ANY_CHARACTER : c);
            }
        }
        return Optional.of(tokens);
    }

    private List<Integer> tokens() {
        return tokens(text).orElseThrow();
    }

    /** @return the one name that it means, if it has no wildcard */
    Optional<String> literal() {
        StringBuilder name = new StringBuilder();
        for (int token : tokens()) {
            if (token < 0) {
                return Optional.empty();
            }
            name.appendCodePoint(token);
        }
        return Optional.of(name.toString());
    }

    /** @return whether names that match have this first character by its own name, and not by a wildcard */
    public boolean beginsWith(char first) {
        return !text.isEmpty() && tokens().get(0) == first;
    }

    /** @return whether the whole name matches; in steps of at most the product of the two lengths */
    public boolean matches(String name) {
        List<Integer> tokens = tokens();
        int[] characters = name.codePoints().toArray();
        int token = 0;
        int at = 0;
        int lastStar = -1;
        int behindStar = 0;
        while (at < characters.length) {
            int wanted = token < tokens.size() ? tokens.get(token) : Integer.MIN_VALUE;
            if (wanted == ANY_TEXT) {
                lastStar = token++;
                behindStar = at;
            } else if (wanted == ANY_CHARACTER || wanted == characters[at]) {
                token++;
                at++;
            } else if (lastStar >= 0) {
                token = lastStar + 1;
                at = ++behindStar;
            } else {
                return false;
            }
        }
        while (token < tokens.size() && tokens.get(token) == ANY_TEXT) {
            token++;
        }
        return token == tokens.size();
    }

    @Override
    public String toString() {
        return text;
    }
}
