package sleeper.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.WCWidth;
import sleeper.cli.frame.Words;

/**
 * Texts of others as a picture has room for them. Columns are counted as terminals do, where a character may take none, one or two.
 */
final class Lettering {
    private final Paper paper;

    Lettering(Paper paper) {
        this.paper = paper;
    }

    /** @return the columns that a text takes */
    static int width(String text) {
        return text.codePoints()
                .map(point -> Math.max(0, WCWidth.wcwidth(point)))
                .sum();
    }

    /** @return the text as one line, of characters that the paper has and that do not steer a terminal */
    String plain(String text) {
        String line = Words.harmless(text).replace('\n', ' ');
        return line.codePoints()
                .mapToObj(point -> isOnPaper(point) ? Character.toString(point) : escaped(point))
                .collect(Collectors.joining());
    }

    /** @return the text exactly, in double quotes, with what could steer a terminal or is not seen escaped as in JSON */
    String quoted(String text, int columns) {
        List<String> units = text.codePoints().mapToObj(this::unit).toList();
        return '"' + cutMiddle(units, columns - 2) + '"';
    }

    private String unit(int point) {
        return switch (point) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isOnPaper(point) && isSeen(point) ? Character.toString(point) : escaped(point);
        };
    }

    private boolean isOnPaper(int point) {
        return paper.hasBoxes() || point <= '~';
    }

    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    private static String escaped(int point) {
        return Character.toString(point).chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }

    /** @return the text, or as much of its beginning as there is room for */
    String cut(String text, int columns) {
        return width(text) <= columns
                ? text
                : head(points(text), columns - width(Glyph.CUT.on(paper))) + Glyph.CUT.on(paper);
    }

    /** @return the text, or its beginning and its end */
    String cutMiddle(String text, int columns) {
        return cutMiddle(points(text), columns);
    }

    private String cutMiddle(List<String> units, int columns) {
        String whole = String.join("", units);
        if (width(whole) <= columns) {
            return whole;
        }
        String cut = Glyph.CUT.on(paper);
        int room = Math.max(0, columns - width(cut));
        String head = head(units, room - room / 3);
        return head + cut + tail(units, room - width(head));
    }

    private static List<String> points(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    private static String head(List<String> units, int columns) {
        StringBuilder head = new StringBuilder();
        int left = columns;
        for (String unit : units) {
            left -= width(unit);
            if (left < 0) {
                break;
            }
            head.append(unit);
        }
        return head.toString();
    }

    private static String tail(List<String> units, int columns) {
        int from = units.size();
        int left = columns;
        while (from > 0 && left >= width(units.get(from - 1))) {
            left -= width(units.get(--from));
        }
        return String.join("", units.subList(from, units.size()));
    }

    /** @return the text with blanks behind it, so that it takes so many columns if it takes no more */
    static String left(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /** @return the text with blanks before it */
    static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }

    /**
     * @param most lines at the most; what has no room in them is cut off
     * @return the words of a text in lines of so many columns, one line or more
     */
    List<String> wrapped(String text, int columns, int most) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        String[] words = plain(text).strip().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            boolean fits = line.length() == 0 || width(line.toString()) + 1 + width(words[i]) <= columns;
            if (!fits && lines.size() == most - 1) {
                String rest = String.join(" ", List.of(words).subList(i, words.length));
                lines.add(cut(line + " " + rest, columns));
                return lines;
            }
            if (!fits) {
                lines.add(cut(line.toString(), columns));
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(words[i]);
        }
        lines.add(cut(line.toString(), columns));
        return lines;
    }
}
