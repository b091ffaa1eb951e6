package sleeper.sort.schema;

/**
 * How one column of a file stands to the table's.
 *
 * @param column  the column's name; with the names of what is inside it, and points between, where that is refused
 * @param verdict whether and how it differs
 * @param inFile  its type in the file, such as {@code optional string}; empty if it is missing
 * @param inTable its type in the table; empty if it is extra
 * @param hint    what to do, or what is done with it; may be empty
 * @param warning what the sender of a job should know of it, as a clause; empty for most
 */
public record ColumnDifference(
        String column, Verdict verdict, String inFile, String inTable, String hint, String warning) {
    /** A difference with nothing to know. */
    public ColumnDifference(String column, Verdict verdict, String inFile, String inTable, String hint) {
        this(column, verdict, inFile, inTable, hint, "");
    }

    /** Kinds of difference. */
    public enum Verdict {
        SAME,
        /** Differs in a way that loses nothing: nullable where the table's is required, or a narrower type. */
        ACCEPTED,
        /** The file lacks it, and a folder has its value. */
        FROM_FOLDER,
        /** The file lacks it, and its rows get nulls. */
        NULLS,
        /** Only the file has it, and it is left out. */
        IGNORED,
        /** A folder has a value for it that it cannot have. */
        BAD_FOLDER,
        MISSING,
        EXTRA,
        /** Values of the file's type may not fit the table's. */
        NARROWING,
        /** Another type, or the same stored type with another meaning. */
        OTHER_TYPE;

        public boolean isAccepted() {
            return this == SAME || this == ACCEPTED || this == FROM_FOLDER || this == NULLS || this == IGNORED;
        }
    }
}
