package sleeper.statestore.table;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;

/**
 * What the log lets happen to a file of a table. A file may be deleted only after the log has decided about the attempt that
 * wrote it, and the decision leaves the file out: its age decides nothing. A decision stands for ever, and so does
 * {@link #RELEASED}.
 */
public enum FileFate {
    /** The table consists of it. */
    IN_USE,
    /** The attempt that wrote it may yet commit it; or nobody knows who wrote it. */
    UNDECIDED,
    /** It will never be part of the table; nobody has ever read it. */
    RELEASED,
    /** It was part of a table that was dropped; someone may still be reading it. */
    DROPPED;

    private static final Pattern FORM =
            Pattern.compile("data/[^/]+/([A-Za-z0-9_-]{1,63})/([1-9][0-9]{0,8})/[^/]+\\.(?:parquet|sketches)");

    /** @return the attempt that wrote a file of the table; empty if the path is not one that an attempt writes */
    public static Optional<AttemptId> writerOf(String path) {
        Matcher matcher = FORM.matcher(path);
        return matcher.matches()
                ? Optional.of(new AttemptId(new JobId(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * @param path relative to the table's root; a sketch shares the fate of its data file
     */
    public static FileFate of(TableState state, String path) {
        return of(
                state,
                path,
                file -> state.files().stream().anyMatch(each -> each.path().equals(file)));
    }

    /** @param isNamed whether the table consists of a data file of a path */
    static FileFate of(TableState state, String path, Predicate<String> isNamed) {
        Optional<AttemptId> writer = writerOf(path);
        Optional<JobState> found = writer.flatMap(attempt -> state.job(attempt.jobId()));
        if (found.isEmpty()) {
            return UNDECIDED;
        }
        AttemptId attempt = writer.get();
        JobState job = found.get();
        if (job.committed().isEmpty()) {
            return job.exclusionOf(attempt.number()).isPresent() ? RELEASED : UNDECIDED;
        }
        JobState.Commit commit = job.committed().get();
        if (commit.attempt() != attempt.number()) {
            return RELEASED;
        }
        if (!state.isLive(commit)) {
            return DROPPED;
        }
        return isNamed.test(path.replaceAll("\\.sketches$", ".parquet")) ? IN_USE : RELEASED;
    }
}
