package sleeper.statestore.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sleeper.core.job.AttemptId;

/**
 * An index of the attempts that someone may still have to see to, so that nobody reads every job that ever was to find them. An
 * attempt is in it before its record is written, hence before anything can run; it is taken out only once its end is recorded.
 * A crash in between leaves an attempt in it that has ended, or that was never recorded, which costs a look and no more.
 *
 * <p>A home of the version before has no index. It is made on first use: each newest attempt goes in whose end nobody was told
 * of, and then the mark that the index is whole. Several processes may do so at once.
 */
class OpenAttempts {
    private static final String FOLDER = "open";
    private static final String WHOLE = "indexes/open";

    private final Records records;
    private volatile boolean whole;

    OpenAttempts(Records records) {
        this.records = records;
    }

    /** To be called before the attempt's record is written. */
    void add(AttemptId attempt) {
        records.putFirst(Records.key(FOLDER, attempt), JobRecords.encodeTime(records.now()));
    }

    /** @return the attempts that are open, and some that have ended lately, by name */
    List<AttemptId> list() {
        if (!whole) {
            whole = makeWhole();
        }
        return records.attemptsIn(FOLDER);
    }

    /** @return whether the index is whole; nothing is written where there is no attempt */
    private boolean makeWhole() {
        if (records.objects().get(WHOLE).isPresent()) {
            return true;
        }
        List<AttemptId> newest = newestOfEachJob();
        if (newest.isEmpty()) {
            return false;
        }
        Set<String> told = new HashSet<>(records.objects().children(Records.NOTIFIED));
        newest.stream()
                .filter(attempt -> !told.contains(Records.toldName(attempt, JobStore.ENDED)))
                .forEach(this::add);
        records.putFirst(WHOLE, JobRecords.encodeTime(records.now()));
        return true;
    }

    private List<AttemptId> newestOfEachJob() {
        Map<String, AttemptId> newest = new TreeMap<>();
        for (AttemptId attempt : records.attemptsIn(Records.ATTEMPTS)) {
            newest.merge(attempt.jobId().value(), attempt, (one, other) -> one.number() > other.number() ? one : other);
        }
        return new ArrayList<>(newest.values());
    }

    /** Takes an attempt out if its end is recorded. @return whether it is */
    boolean remove(AttemptId attempt) {
        boolean ended = isEnded(attempt);
        if (ended) {
            records.objects().delete(Records.key(FOLDER, attempt));
        }
        return ended;
    }

    /** @return whether the end of an attempt is recorded: by the log's projection, or as a refusal */
    boolean isEnded(AttemptId attempt) {
        return records.read(Records.key(Records.OUTCOMES, attempt), JobRecords::outcome)
                        .isPresent()
                || new Decisions(records).refusal(attempt).isPresent();
    }
}
