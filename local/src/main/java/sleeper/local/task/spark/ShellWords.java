package sleeper.local.task.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words as a shell does: at white space that is not quoted. Single quotes keep all between them; between double quotes,
 * and outside of quotes, a backslash keeps the character behind it. Nothing is expanded.
 */
public final class ShellWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String line) {
        this.line = line;
    }

    /**
     * @throws IllegalArgumentException if a quote is not closed, or nothing follows a backslash
     */
    public static List<String> split(String line) {
        return new ShellWords(line).split();
    }

    private List<String> split() {
        while (at < line.length()) {
            char next = line.charAt(at++);
            if (Character.isWhitespace(next)) {
                endWord();
            } else {
                inWord = true;
                switch (next) {
                    case '\'' -> takeSingleQuoted();
                    case '"' -> takeDoubleQuoted();
                    case '\\' -> takeEscaped();
                    default -> word.append(next);
                }
            }
        }
        endWord();
        return List.copyOf(words);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void takeSingleQuoted() {
        int end = line.indexOf('\'', at);
        if (end < 0) {
            throw new IllegalArgumentException("a single quote is not closed in: " + line);
        }
        word.append(line, at, end);
        at = end + 1;
    }

    private void takeDoubleQuoted() {
        while (at < line.length()) {
            char next = line.charAt(at++);
            if (next == '"') {
                return;
            }
            if (next == '\\') {
                takeEscapedBetweenQuotes();
            } else {
                word.append(next);
            }
        }
        throw new IllegalArgumentException("a double quote is not closed in: " + line);
    }

    /** A backslash is one unless what follows would mean something between double quotes. */
    private void takeEscapedBetweenQuotes() {
        boolean means = at < line.length() && "\"\\$`".indexOf(line.charAt(at)) >= 0;
        word.append(means ? line.charAt(at++) : '\\');
    }

    private void takeEscaped() {
        if (at == line.length()) {
            throw new IllegalArgumentException("nothing follows the backslash at the end of: " + line);
        }
        word.append(line.charAt(at++));
    }
}
