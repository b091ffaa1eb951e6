package sleeper.cli;

/** What the command's exit code says. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** The job or check failed: rejected, failed, aborted, unknown table. */
    static final int FAILED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** There is nothing to talk to. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
