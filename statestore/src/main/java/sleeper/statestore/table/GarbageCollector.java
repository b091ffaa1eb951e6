package sleeper.statestore.table;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.TableLocation;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.table.GcReport.Kind;
import sleeper.statestore.table.UnfinishedFiles.Unfinished;
import sleeper.statestore.transaction.Request;

/**
 * Takes away what a table will never need again, and retires its log behind the snapshots. Whether a thing goes is for the log
 * to say; a grace period may only keep it longer. May run beside writers, readers and other collectors.
 */
final class GarbageCollector {
    private final TableStorage storage;
    private final LogAccess access;
    private final Snapshots snapshots;
    private final Manifests manifests;
    private final boolean dryRun;
    private final Duration grace;
    private final Removals removals;
    /** The last slot retired, or that would be; 0 for none. */
    private long retiredTo;

    private final List<String> undecided = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();

    GarbageCollector(
            TableStorage storage,
            LogAccess access,
            Snapshots snapshots,
            Manifests manifests,
            boolean dryRun,
            Duration grace) {
        this.storage = storage;
        this.access = access;
        this.snapshots = snapshots;
        this.manifests = manifests;
        this.dryRun = dryRun;
        this.grace = grace;
        this.removals = new Removals(storage.files(), dryRun);
    }

    /** @throws TransientFailureException if something is left that should have gone; all else is gone */
    GcReport collect() {
        TableState state = access.reader().catchUp();
        Set<String> named = new HashSet<>();
        state.files().forEach(file -> named.add(file.path()));
        String place = storage.location().root().toString();
        removals.look("files in " + place, () -> collectFiles(state, named));
        removals.flush();
        removals.look("unfinished files in " + place, () -> collectUnfinished(state, named));
        removals.look("unfinished files beside the log of " + place, () -> collectUnfinishedOfLog(state));
        removals.look("requests to " + place, () -> collectRequests(state));
        removals.look("manifests of " + place, () -> collectManifests(state));
        removals.look("metrics of " + place, () -> collectMetrics(state));
        removals.look("the log of " + place, this::retire);
        removals.look("snapshots of " + place, this::collectSnapshots);
        removals.look("bodies of " + place, () -> collectBodies(state));
        removals.expectAll("table " + access.table());
        return new GcReport(dryRun, removals.removed(), undecided, waiting, retiredTo);
    }

    private void collectFiles(TableState state, Set<String> named) throws IOException {
        storage.files().list(storage.location().data()).forEach(file -> collectFile(state, named, file.path()));
    }

    private void collectFile(TableState state, Set<String> named, FilePath file) {
        String path = relative(file);
        switch (access.rules().fateOf(state, path, named::contains)) {
            case IN_USE -> {}
            case UNDECIDED -> undecided.add(path);
            case RELEASED -> removals.file(path, file);
            case DROPPED -> {
                if (access.millis() - state.droppedAtMillis() < grace.toMillis()) {
                    waiting.add(path);
                } else {
                    removals.file(path, file);
                }
            }
        }
    }

    /** What an excluded attempt left half written goes like its files; while the attempt may commit, it may be at work on it. */
    private void collectUnfinished(TableState state, Set<String> named) throws IOException {
        for (Unfinished file :
                storage.unfinished().unfinished(storage.location().data())) {
            String path = relative(file.target());
            switch (access.rules().fateOf(state, path, named::contains)) {
                case UNDECIDED -> undecided.add(path);
                case IN_USE, RELEASED, DROPPED -> abort(path, file);
            }
        }
    }

    /** Beside the log lies what a process was writing when it was killed. */
    private void collectUnfinishedOfLog(TableState state) throws IOException {
        for (Unfinished file :
                storage.unfinished().unfinished(storage.location().log())) {
            String path = relative(file.target());
            if (LogObjects.isDecided(storage.location().log(), file.target(), state.slot())) {
                abort(path, file);
            } else {
                undecided.add(path);
            }
        }
    }

    private void abort(String path, Unfinished file) {
        removals.thing(Kind.UNFINISHED, path, () -> storage.unfinished().abort(file));
    }

    private String relative(FilePath file) {
        TableLocation location = storage.location();
        return file.key().substring(location.root().key().length() + 1);
    }

    /** A request leaves once the log says what became of it, though its writer died before it could see to that. */
    private void collectRequests(TableState state) {
        for (Inbox.Waiting waits : access.inbox().waiting()) {
            Request request = waits.request();
            if (access.rules().transitions().judge(state, request.transaction()).isPresent()) {
                removals.thing(Kind.REQUEST, request.id(), () -> access.inbox().remove(request.id()));
            }
        }
    }

    private void collectManifests(TableState state) {
        manifests.attemptsWithManifest().stream()
                .filter(attempt -> state.job(attempt.jobId())
                        .filter(job -> job.committed().isPresent()
                                || job.exclusionOf(attempt.number()).isPresent())
                        .isPresent())
                .forEach(attempt -> removals.thing(
                        Kind.MANIFEST, attempt.executionName(), () -> manifests.removeManifest(attempt)));
    }

    /** Metrics go with the files that they are of: those of the manifest that the live table has stay. */
    private void collectMetrics(TableState state) {
        for (FileMetrics.Named metrics : access.metrics().list()) {
            AttemptId attempt = metrics.attempt();
            boolean goes = state.job(attempt.jobId())
                    .filter(job -> job.committed()
                            .map(commit -> commit.attempt() != attempt.number()
                                    || !commit.manifestHash().equals(metrics.manifestHash())
                                    || !state.isLive(commit))
                            .orElse(job.exclusionOf(attempt.number()).isPresent()))
                    .isPresent();
            if (goes) {
                removals.thing(
                        Kind.METRICS, metrics.name(), () -> access.metrics().delete(metrics));
            }
        }
    }

    private void retire() {
        long upTo = access.rules().retireUpTo(snapshots);
        if (!dryRun && upTo > 0) {
            access.log().retire(upTo);
        }
        retiredTo = upTo;
    }

    private void collectSnapshots() {
        for (Snapshots.Named snapshot : snapshots.list()) {
            if (snapshot.slot() < retiredTo) {
                removals.thing(Kind.SNAPSHOT, snapshot.name(), () -> snapshots.delete(snapshot));
            }
        }
    }

    /**
     * A body goes if its slot holds another transaction, so that its entry can never come there, or if its entry is retired.
     * The body of a slot that is still empty stays: its writer may be about to append.
     */
    private void collectBodies(TableState state) {
        for (Bodies.Named body : access.bodies().list()) {
            long slot = body.slot();
            List<LogRecord> found =
                    slot > state.slot() ? List.of() : access.log().read(slot, slot);
            boolean inUse = found.stream()
                    .anyMatch(record ->
                            record instanceof LogEntry && record.transactionId().equals(body.transactionId()));
            if (!found.isEmpty() && (!inUse || slot <= retiredTo)) {
                removals.thing(Kind.BODY, body.key(), () -> access.bodies().delete(body));
            }
        }
    }
}
