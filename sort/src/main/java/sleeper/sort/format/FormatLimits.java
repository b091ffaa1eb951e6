package sleeper.sort.format;

import sleeper.core.schema.SchemaLimits;

/** Bounds on what a file may declare; checked before memory is taken for it. */
public final class FormatLimits {
    /** Largest footer, in bytes. */
    public static final int FOOTER_BYTES = 64 << 20;
    /** Largest page, uncompressed, in bytes. */
    public static final int PAGE_BYTES = 256 << 20;
    /** Largest page header, in bytes. */
    public static final int PAGE_HEADER_BYTES = 16 << 20;
    /** Most leaf columns. */
    public static final int COLUMNS = SchemaLimits.COLUMNS;
    /** Deepest nesting of columns. */
    public static final int DEPTH = 100;
    /** Most row groups. */
    public static final int ROW_GROUPS = 1_000_000;
    /** Longest value, in bytes. */
    public static final int VALUE_BYTES = 64 << 20;

    /** Most bytes that a list, map or struct of one row may have in one leaf column. */
    public static final int CELL_BYTES = 256 << 20;

    private FormatLimits() {}
}
