package sleeper.stepfunctions.expression;

/** A path that names one value found none. The field that held the path decides how this is worded to the person. */
public final class NoSuchValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String detail;

    NoSuchValueException(String path, String detail) {
        super("Invalid path '" + path + "' : " + detail, null, false, false);
        this.path = path;
        this.detail = detail;
    }

    /** The path as written in the definition. */
    public String path() {
        return path;
    }

    /** What was missing, such as {@code No results for path: $['a']}. */
    public String detail() {
        return detail;
    }
}
