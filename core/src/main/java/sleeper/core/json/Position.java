package sleeper.core.json;

/**
 * A place in a text.
 *
 * @param line   1 for the first
 * @param column 1 for the first character (UTF-16 unit) of a line
 */
public record Position(int line, int column) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
