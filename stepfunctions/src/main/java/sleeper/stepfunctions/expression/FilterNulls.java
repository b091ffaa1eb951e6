package sleeper.stepfunctions.expression;

/**
 * Makes a null count as absent where a filter asks whether something is there: {@code [?(!@.session)]} finds items whose session is
 * null, as Step Functions Local does, and {@code [?(@.session)]} does not. The library knows absence only, so the question is written
 * out for it. What a filter compares stays as it is, and so does a question about what another filter finds: a list, never a null.
 */
final class FilterNulls {
    private static final String OPERAND_FOLLOWS = "(!&|";
    private static final String OPERAND_ENDS = ")&|=!<>~, \t";

    private final String path;
    private final StringBuilder written = new StringBuilder();
    private int at;
    /** Open parentheses of filters; none outside a filter. */
    private int depth;

    private FilterNulls(String path) {
        this.path = path;
    }

    /** The path with the questions of its filters written out. */
    static String writtenOut(String path) {
        return path.indexOf('?') < 0 ? path : new FilterNulls(path).write();
    }

    private String write() {
        while (at < path.length()) {
            char c = path.charAt(at);
            if (depth > 0 && c == '@' && OPERAND_FOLLOWS.indexOf(lastSignificant(at)) >= 0) {
                writeOperand();
                continue;
            }
            int end = at + 1;
            if (c == '\'' || c == '"') {
                end = behindQuoted(at);
            } else if (depth > 0 && c == '/' && lastSignificant(at) == '~') {
                end = behindQuoted(at);
            } else if (c == '(' && (depth > 0 || lastSignificant(at) == '?')) {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            }
            written.append(path, at, end);
            at = end;
        }
        return written.toString();
    }

    private void writeOperand() {
        int end = behindOperand(at);
        String operand = path.substring(at, end);
        String whole = operand.charAt(0) + writtenOut(operand.substring(1));
        if (operand.length() > 1 && operand.indexOf('?') < 0 && isQuestion(end)) {
            written.append('(').append(whole).append(" && ").append(whole).append(" != null)");
        } else {
            written.append(whole);
        }
        at = end;
    }

    /** Whether nothing is compared with the operand that ends here. */
    private boolean isQuestion(int end) {
        int next = end;
        while (next < path.length() && Character.isWhitespace(path.charAt(next))) {
            next++;
        }
        return next == path.length() || ")&|".indexOf(path.charAt(next)) >= 0;
    }

    private int behindOperand(int start) {
        int end = start + 1;
        int open = 0;
        while (end < path.length() && (open > 0 || OPERAND_ENDS.indexOf(path.charAt(end)) < 0)) {
            char c = path.charAt(end);
            if (c == '\'' || c == '"') {
                end = behindQuoted(end);
                continue;
            }
            open += c == '[' || c == '(' ? 1 : 0;
            open -= c == ']' || c == ')' ? 1 : 0;
            end++;
        }
        return end;
    }

    private int behindQuoted(int start) {
        char quote = path.charAt(start);
        int end = start + 1;
        while (end < path.length() && path.charAt(end) != quote) {
            end += path.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, path.length());
    }

    /** The character before, blanks apart; a blank if there is none. */
    private char lastSignificant(int before) {
        int i = before - 1;
        while (i >= 0 && Character.isWhitespace(path.charAt(i))) {
            i--;
        }
        return i < 0 ? ' ' : path.charAt(i);
    }
}
