package sleeper.testkit.sim;

/** What a schedule may show of runs with tasks; a test looks that schedules do show it. */
enum Sight {
    /** A task that ran twice was done twice, and the later copy was not counted. */
    COPY_NOT_COUNTED,
    /** A file was written that the manifest of its attempt, put before that, does not name. */
    WRITTEN_AFTER_MANIFEST,
    /** A file was written after the log had decided about its attempt. */
    WRITTEN_AFTER_DECISION,
    /** A driver was killed when all its files were written, and its manifest was not put. */
    DIED_BEFORE_MANIFEST,
    /** A driver found the manifest of another run when it put its own. */
    NOT_FIRST,
    /** A driver never learned whether its manifest was put. */
    MANIFEST_UNKNOWN
}
