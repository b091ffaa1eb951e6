package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.JobState.Exclusion;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.transaction.Transaction;
import sleeper.statestore.transaction.Transaction.AddField;
import sleeper.statestore.transaction.Transaction.AddFiles;
import sleeper.statestore.transaction.Transaction.CreateTable;
import sleeper.statestore.transaction.Transaction.DropTable;
import sleeper.statestore.transaction.Transaction.ExcludeAttempt;
import sleeper.statestore.transaction.Transaction.OfAttempt;
import sleeper.statestore.transaction.Transaction.SplitPartitions;

/**
 * What a transaction does to a state. Idempotence lives here and not in those who write: a transaction of an attempt that the
 * state has decided about changes nothing, however often and however late it comes.
 */
class Transitions {
    /** @return what the state says of the transaction already; empty if the transaction would change the state */
    Optional<Verdict> judge(TableState state, Transaction transaction) {
        if (transaction instanceof OfAttempt of) {
            Optional<Verdict> decided = decided(state, of);
            if (decided.isPresent() || transaction instanceof ExcludeAttempt) {
                return decided;
            }
        }
        if (transaction instanceof AddFiles add) {
            return otherIncarnation(state, add.incarnation())
                    .or(() -> badFiles(state, add))
                    .map(Verdict.Refused::new);
        }
        if (transaction instanceof CreateTable) {
            return state.table().map(table -> refused(ErrorCode.TABLE_EXISTS, "table", "a table of this name", "none"));
        }
        if (transaction instanceof DropTable drop) {
            return otherIncarnation(state, drop.incarnation()).map(Verdict.Refused::new);
        }
        if (transaction instanceof SplitPartitions split) {
            return otherIncarnation(state, split.incarnation())
                    .map(Verdict.Refused::new)
                    .map(Verdict.class::cast)
                    .or(() -> attempted(() -> state.table().get().partitions().split(split.cuts())));
        }
        AddField add = (AddField) transaction;
        return otherIncarnation(state, add.incarnation())
                .map(Verdict.Refused::new)
                .map(Verdict.class::cast)
                .or(() -> attempted(() -> extended(state.table().get().schema(), add.field())));
    }

    /** What is decided about a job stays: first its commit, then the exclusion of the attempt. */
    Optional<Verdict> decided(TableState state, OfAttempt of) {
        AttemptId attempt = of.attempt();
        Optional<JobState> found = state.job(attempt.jobId());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JobState job = found.get();
        if (!job.digest().equals(of.digest())) {
            return Optional.of(refused(
                    ErrorCode.JOB_ID_CONFLICT, "job " + attempt.jobId(), "digest " + of.digest(), job.digest()));
        }
        if (job.committed().isPresent()) {
            Commit commit = job.committed().get();
            return Optional.of(new Verdict.Committed(new AttemptId(attempt.jobId(), commit.attempt()), commit));
        }
        return job.exclusionOf(attempt.number()).map(exclusion -> new Verdict.Excluded(attempt, exclusion));
    }

    Optional<Fault> otherIncarnation(TableState state, String incarnation) {
        if (state.table().isEmpty()) {
            return Optional.of(new Fault(
                    ErrorCode.UNKNOWN_TABLE,
                    "table",
                    "none: it was dropped after this was planned",
                    "the table that it was planned for",
                    "Create the table and send the job again, under an id of its own."));
        }
        String found = state.table().get().incarnation();
        return found.equals(incarnation)
                ? Optional.empty()
                : Optional.of(new Fault(
                        ErrorCode.UNKNOWN_TABLE,
                        "table",
                        "another table of this name: it was dropped and created again after this was planned",
                        "the table that it was planned for",
                        "Send the job again, under an id of its own, if its rows are for the new table."));
    }

    /**
     * A file must lie where only this attempt writes, so that no two jobs can name one file, and be cut for keys of this table.
     * It need not be cut for a leaf that there is: its leaf may have been split meanwhile.
     */
    Optional<Fault> badFiles(TableState state, AddFiles add) {
        String own = "/" + add.attempt().jobId() + "/" + add.attempt().number() + "/";
        int dimensions = state.table().get().partitions().dimensions();
        Set<String> paths = new HashSet<>(add.files().size() * 2);
        for (DataFile file : add.files()) {
            String path = file.path();
            int partitionEnd = path.indexOf('/', "data/".length());
            boolean attributable = path.startsWith("data/")
                    && partitionEnd > 0
                    && path.startsWith(own, partitionEnd)
                    && path.indexOf('/', partitionEnd + own.length()) < 0;
            if (!attributable || !paths.add(path) || file.cutFor().ranges().size() != dimensions) {
                return Optional.of(Fault.of(
                        ErrorCode.INTERNAL,
                        "file " + path + " of the manifest of " + add.attempt(),
                        attributable ? "named twice, or of other dimensions" : "a path outside the attempt's own",
                        "data/<partition>" + own + "<file>, named once, of " + dimensions + " dimensions"));
            }
        }
        return Optional.empty();
    }

    /** @return the state after a transaction about which {@link #judge} says nothing yet */
    TableState effect(TableState state, Transaction transaction, long slot, long atMillis) {
        if (transaction instanceof AddFiles add) {
            String id = add.attempt().jobId().value();
            long rows = add.files().stream().mapToLong(DataFile::rowCount).sum();
            Commit commit = new Commit(
                    add.attempt().number(),
                    add.manifestHash(),
                    add.incarnation(),
                    slot,
                    atMillis,
                    add.files().size(),
                    rows);
            TableState committed = state.withJob(
                    id,
                    new JobState(
                            add.digest(),
                            Optional.of(commit),
                            state.job(add.attempt().jobId())
                                    .map(JobState::exclusions)
                                    .orElse(List.of())));
            return add.files().isEmpty() ? committed : committed.withFiles(id, add.files());
        } else if (transaction instanceof ExcludeAttempt exclude) {
            AttemptId attempt = exclude.attempt();
            List<Exclusion> exclusions = new ArrayList<>(
                    state.job(attempt.jobId()).map(JobState::exclusions).orElse(List.of()));
            exclusions.add(new Exclusion(attempt.number(), exclude.reason(), slot, atMillis));
            return state.withJob(attempt.jobId().value(), new JobState(exclude.digest(), Optional.empty(), exclusions));
        } else if (transaction instanceof CreateTable create) {
            return state.with(Optional.of(new LiveTable(create.incarnation(), create.schema(), create.partitions())));
        } else if (transaction instanceof DropTable) {
            return state.dropped(atMillis);
        }
        LiveTable table = state.table().orElseThrow();
        if (transaction instanceof SplitPartitions split) {
            return state.with(Optional.of(new LiveTable(
                    table.incarnation(), table.schema(), table.partitions().split(split.cuts()))));
        }
        AddField add = (AddField) transaction;
        return state.with(Optional.of(
                new LiveTable(table.incarnation(), extended(table.schema(), add.field()), table.partitions())));
    }

    private static Schema extended(Schema schema, Field field) {
        if (!field.nullable()) {
            throw new IllegalArgumentException(
                    "field '" + field.name() + "' is required; only a nullable one can be added");
        }
        return schema.with(field);
    }

    private static Optional<Verdict> attempted(Runnable change) {
        try {
            change.run();
            return Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ClassCastException e) {
            return Optional.of(refused(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    "table",
                    String.valueOf(e.getMessage()),
                    "a change the table allows"));
        }
    }

    private static Verdict refused(ErrorCode code, String where, String found, String allowed) {
        return new Verdict.Refused(Fault.of(code, where, found, allowed));
    }
}
