package sleeper.cli.picture;

/** What pictures are drawn with: a character, and what stands for it where a terminal knows ASCII alone. */
enum Glyph {
    /** The way led here. */
    TAKEN("●", "*"),
    NOT_TAKEN("○", "o"),
    FAILED("✗", "x"),
    /** Where a run is now. */
    NOW("▶", ">"),
    BRANCH("├", "|"),
    LAST_BRANCH("└", "`"),
    /** Beside a branch, where another follows. */
    BESIDE("│", "|"),
    GOES_ON("→", "->"),
    GOES_BACK("↑", "^"),
    TIMES("×", "x"),
    BAR("█", "#"),
    /** Stands for less than one {@link #BAR}. */
    SOME("▏", "."),
    CUT("…", "...");

    private final String boxed;
    private final String ascii;

    Glyph(String boxed, String ascii) {
        this.boxed = boxed;
        this.ascii = ascii;
    }

    String on(Paper paper) {
        return paper.hasBoxes() ? boxed : ascii;
    }
}
