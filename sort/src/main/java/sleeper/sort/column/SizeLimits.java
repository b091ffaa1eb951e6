package sleeper.sort.column;

/**
 * Bounds on what one array has to hold, whatever memory there is: an array has at most about 2^31 elements, and more memory does
 * not change that. Each is far enough below that what is rounded up, or goes one row beyond, still fits.
 */
public final class SizeLimits {
    /** Most bytes of rows that are sorted at once. Larger partitions are sorted in runs. */
    public static final long SORT_BYTES = 1L << 30;

    /** Most rows that are sorted at once; sorting takes arrays of 8 bytes a row. */
    public static final long SORT_ROWS = 1L << 28;

    /** Most bytes of rows that are moved to partitions at once, so that a row may have no more. */
    public static final long BLOCK_BYTES = 1L << 30;

    /** Most bytes that reading appends to a batch, over all columns, before its size is looked at; or one row. */
    public static final long STEP_BYTES = 64L << 20;

    /** Largest row group, before compression. */
    public static final long ROW_GROUP_BYTES = 2L << 30;

    /** Largest page, before compression; the last row in it may exceed this. */
    public static final int PAGE_BYTES = 64 << 20;

    /** Largest dictionary, which is one page. */
    public static final int DICTIONARY_BYTES = 64 << 20;

    private SizeLimits() {}
}
