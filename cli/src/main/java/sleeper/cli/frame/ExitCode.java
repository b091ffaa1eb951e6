package sleeper.cli.frame;

/** What the command's exit code says. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** The job or check failed: rejected, failed, aborted, unknown table. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** There is nothing to talk to. */
    public static final int UNREACHABLE = 3;

    private ExitCode() {}
}
