package sleeper.core.error;

import java.io.Serializable;
import sleeper.core.util.Require;
import sleeper.core.util.Secrets;
import sleeper.core.util.UnicodeText;

/**
 * The place of a fault as fields, for programs; {@link Fault#where} has the same place in words. Each part may be unknown, and
 * the parts that are known say how near the place is: a file, a row group in it, a column of that. Names are cut at
 * {@link Fault#MAX_PART_LENGTH} characters and otherwise as they are, so that programs can compare them.
 *
 * @param file     the file as its reader names it: {@code bucket/key}, or a path; empty if the fault is not about a file
 * @param rowGroup number of the row group, counted from 0; {@link #UNKNOWN} if it is not known
 * @param column   the column or field; empty if it is not known
 * @param row      number of the row, counted from 0, in the row group if there is one; {@link #UNKNOWN} if it is not known
 * @param line     number of the line of a text, counted from 1; {@link #UNKNOWN} if it is not known
 */
public record FaultLocation(String file, int rowGroup, String column, long row, int line) implements Serializable {
    /** Stands for a number that is not known. */
    public static final int UNKNOWN = -1;
    /** The place of a fault that is about no file. */
    public static final FaultLocation NONE = new FaultLocation("", UNKNOWN, "", UNKNOWN, UNKNOWN);

    public FaultLocation {
        file = cut(Require.notNull("file", file));
        Require.atLeast("rowGroup", rowGroup, UNKNOWN);
        column = cut(Require.notNull("column", column));
        Require.atLeast("row", row, UNKNOWN);
        Require.atLeast("line", line, UNKNOWN);
    }

    /** @return the place of a fault in a file as a whole */
    public static FaultLocation ofFile(String file) {
        return NONE.inFile(file);
    }

    public FaultLocation inFile(String name) {
        return new FaultLocation(name, rowGroup, column, row, line);
    }

    public FaultLocation inRowGroup(int number) {
        return new FaultLocation(file, number, column, row, line);
    }

    public FaultLocation inColumn(String name) {
        return new FaultLocation(file, rowGroup, name, row, line);
    }

    public FaultLocation atRow(long number) {
        return new FaultLocation(file, rowGroup, column, number, line);
    }

    public FaultLocation atLine(int number) {
        return new FaultLocation(file, rowGroup, column, row, number);
    }

    private static String cut(String name) {
        return UnicodeText.cut(Secrets.masked(name), Fault.MAX_PART_LENGTH);
    }

    /** @return whether nothing of the place is known */
    public boolean isNone() {
        return equals(NONE);
    }
}
