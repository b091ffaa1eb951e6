package sleeper.statestore.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.file.FileStore;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;

/**
 * The moments just before and just after each write of a port. A process started with
 * {@code -Dsleeper.crash.at=<point>:<before|after>:<n>} halts, as if killed, at the {@code n}th write of that point in its
 * life, such as {@code commit-log.append:after:1}. With {@code -Dsleeper.crash.trace=<file>} it appends each moment it passes
 * to the file, one a line, in the same form; a run under the trace is how the moments of a program are enumerated. Without
 * either property the ports are handed back as they are, so that it costs nothing.
 *
 * <p>Points: {@code commit-log.append}, {@code commit-log.retire}; {@code files.create} (the commit of a file),
 * {@code files.delete}; and for the objects of a table's log and of the job store {@code
 * <area>.<folder>.<put|replace|delete>}, such as
 * {@code table.inbox.put}, {@code table.bodies.put}, {@code table.snapshots.put}, {@code jobs.documents.put},
 * {@code jobs.attempts.put}, {@code jobs.decisions.put}, {@code jobs.manifests.put}.
 */
public final class CrashPoints {
    /** Names the moment at which the process halts. */
    public static final String CRASH_PROPERTY = "sleeper.crash.at";

    /** Names the file that the moments passed are appended to. */
    public static final String TRACE_PROPERTY = "sleeper.crash.trace";

    /** Exit code of a process that was halted: that of one killed by signal 9. */
    public static final int EXIT_CODE = 137;

    private static final Pattern FORM = Pattern.compile("([a-z.-]+):(before|after):([1-9][0-9]{0,8})");

    private final Optional<String> crashAt;
    private final Optional<Path> trace;
    private final Runnable halt;
    private final Map<String, Integer> passed = new ConcurrentHashMap<>();

    /**
     * @param crashAt the moment to halt at, as in the property
     * @param trace   the file to append to
     * @param halt    ends the process
     * @throws IllegalArgumentException if the moment is not of the form
     */
    public CrashPoints(Optional<String> crashAt, Optional<Path> trace, Runnable halt) {
        crashAt.ifPresent(moment -> {
            Matcher matcher = FORM.matcher(moment);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(CRASH_PROPERTY + " is '" + moment
                        + "'; it must be <point>:<before|after>:<n>, such as commit-log.append:after:1");
            }
        });
        this.crashAt = crashAt;
        this.trace = trace;
        this.halt = halt;
    }

    /** @return the crash points that the process was started with */
    public static CrashPoints ofThisProcess() {
        return new CrashPoints(
                Optional.ofNullable(System.getProperty(CRASH_PROPERTY)),
                Optional.ofNullable(System.getProperty(TRACE_PROPERTY)).map(Path::of),
                () -> Runtime.getRuntime().halt(EXIT_CODE));
    }

    private boolean isOff() {
        return crashAt.isEmpty() && trace.isEmpty();
    }

    public CommitLog around(CommitLog log) {
        return isOff() ? log : new CrashingCommitLog(log, this);
    }

    /** @param area names the objects' owner: {@code table} or {@code jobs} */
    public ObjectStore around(String area, ObjectStore objects) {
        return isOff() ? objects : new CrashingObjectStore(area, objects, this);
    }

    public FileStore around(FileStore files) {
        return isOff() ? files : new CrashingFileStore(files, this);
    }

    /** What a write does. */
    interface Write<T, E extends Exception> {
        T run() throws E;
    }

    <T, E extends Exception> T write(String point, Write<T, E> write) throws E {
        int n = passed.merge(point, 1, Integer::sum);
        pass(point + ":before:" + n);
        T result = write.run();
        pass(point + ":after:" + n);
        return result;
    }

    private void pass(String moment) {
        trace.ifPresent(file -> append(file, moment));
        if (crashAt.filter(moment::equals).isPresent()) {
            halt.run();
        }
    }

    private static synchronized void append(Path file, String moment) {
        try {
            Files.writeString(
                    file, moment + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
