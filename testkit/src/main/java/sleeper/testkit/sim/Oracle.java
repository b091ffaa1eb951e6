package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.partition.LeafCut;
import sleeper.core.table.DataFile;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.table.VerifyReport;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.Transaction;
import sleeper.statestore.transaction.Transaction.AddFiles;
import sleeper.statestore.transaction.Transaction.CreateTable;
import sleeper.statestore.transaction.Transaction.DropTable;
import sleeper.statestore.transaction.Transaction.ExcludeAttempt;
import sleeper.statestore.transaction.Transaction.SplitPartitions;
import sleeper.statestore.transaction.json.TransactionJson;
import sleeper.statestore.util.NameNumbers;

/**
 * Knows what is true: it sees each entry as it lands, and follows the log by a model of its own, written from the rules and
 * sharing no code with the store's {@code apply}. Everything that the store tells an actor, and everything it deletes, is held
 * against that.
 */
final class Oracle {
    private static final int MAX_GROUP = 100;
    private static final int SLOT_DIGITS = 20;

    /** A job in the model. */
    private static final class Job {
        private int excludedUpTo;
        private int committedAttempt;
        private String incarnation = "";
        private List<DataFile> files = List.of();
    }

    private final World world;
    private final Map<String, Job> jobs = new TreeMap<>();
    private final Set<String> leaves = new HashSet<>();
    private final Set<String> cutsMade = new HashSet<>();
    private final Set<Long> slotsOfChanges = new HashSet<>();
    private final List<String> hashes = new ArrayList<>();
    private String incarnation = "";

    Oracle(World world) {
        this.world = world;
    }

    /** An entry got into an empty slot. */
    void landed(LogEntry entry) {
        if (entry.slot() <= hashes.size()) {
            // The slot was filled before and vacated. Truth does not change; whoever believes this entry will be found
            // out.
            return;
        }
        check(entry.slot() == hashes.size() + 1, "slot %d was filled before slot %d", entry.slot(), hashes.size() + 1);
        byte[] payload = entry.inlinePayload()
                .or(() -> world.objects.get(
                        "bodies/" + NameNumbers.padded(entry.slot(), SLOT_DIGITS) + "-" + entry.transactionId()))
                .orElseThrow(() -> new Violation("slot " + entry.slot() + " names a body that is not there"));
        hashes.add(entry.hash());
        List<Request> requests = world.requestsOf(entry, payload);
        check(requests.size() <= MAX_GROUP, "slot %d carries %d requests", entry.slot(), requests.size());
        requests.forEach(request -> follow(request.transaction(), entry.slot()));
    }

    private void follow(Transaction transaction, long slot) {
        if (transaction instanceof AddFiles add) {
            Job job = jobs.computeIfAbsent(add.attempt().jobId().value(), id -> new Job());
            boolean open = job.committedAttempt == 0 && add.attempt().number() > job.excludedUpTo;
            if (open && add.incarnation().equals(incarnation)) {
                job.committedAttempt = add.attempt().number();
                job.incarnation = incarnation;
                job.files = add.files();
                world.runOracle.committed(add.attempt(), add.files());
            }
        } else if (transaction instanceof ExcludeAttempt exclude) {
            Job job = jobs.computeIfAbsent(exclude.attempt().jobId().value(), id -> new Job());
            if (job.committedAttempt == 0) {
                job.excludedUpTo = Math.max(job.excludedUpTo, exclude.attempt().number());
            }
        } else if (transaction instanceof CreateTable create) {
            if (incarnation.isEmpty()) {
                incarnation = create.incarnation();
                leaves.clear();
                create.partitions()
                        .leaves()
                        .forEach(leaf -> leaves.add(leaf.id().value()));
                slotsOfChanges.add(slot);
            }
        } else if (transaction instanceof DropTable drop) {
            if (drop.incarnation().equals(incarnation)) {
                incarnation = "";
                slotsOfChanges.add(slot);
            }
        } else if (transaction instanceof SplitPartitions split) {
            LeafCut cut = split.cuts().get(0);
            if (split.incarnation().equals(incarnation)
                    && leaves.remove(cut.leaf().value())) {
                leaves.add(cut.leaf().lower().value());
                leaves.add(cut.leaf().upper().value());
                cutsMade.add(cut.at().toString());
                slotsOfChanges.add(slot);
            }
        }
    }

    boolean hasTable() {
        return !incarnation.isEmpty();
    }

    private Job job(AttemptId attempt) {
        return jobs.getOrDefault(attempt.jobId().value(), new Job());
    }

    boolean isDecided(AttemptId attempt) {
        Job job = job(attempt);
        return job.committedAttempt > 0 || attempt.number() <= job.excludedUpTo;
    }

    /** An actor was told what became of its attempt. */
    void told(AttemptId attempt, String plannedFor, Verdict verdict) {
        Job job = job(attempt);
        if (verdict instanceof Verdict.Committed committed) {
            check(
                    job.committedAttempt == committed.attempt().number(),
                    "%s was told that attempt %d is committed; by the log it is %d",
                    attempt,
                    committed.attempt().number(),
                    job.committedAttempt);
        } else if (verdict instanceof Verdict.Excluded) {
            check(
                    job.committedAttempt != attempt.number() && attempt.number() <= job.excludedUpTo,
                    "%s was told that it is excluded; by the log it is not",
                    attempt);
        } else {
            check(
                    !plannedFor.equals(incarnation),
                    "%s was refused (%s); by the log it could have been committed",
                    attempt,
                    verdict);
        }
    }

    /** An actor was told that its commit failed. */
    void toldFailed(AttemptId attempt) {
        check(
                job(attempt).committedAttempt == 0,
                "%s was told that its commit failed; by the log it is committed",
                attempt);
    }

    /** The log was checked. A torn snapshot is a fault of the storm and no fault of the store; anything else is. */
    void verified(VerifyReport report) {
        // A vacated slot is plain to see for who looks into each; what counts is whether its consequences are found.
        if (world.broken.filter(BrokenRule.SLOT_VACATED::equals).isPresent()) {
            return;
        }
        List<Fault> faults = report.faults().stream()
                .filter(fault -> !fault.where().startsWith("snapshots/") && !isUnseen(fault))
                .toList();
        check(faults.isEmpty(), "the log does not verify: %s", faults);
    }

    /** A file that a service did not let the verifier look at, of which nothing is known. */
    private boolean isUnseen(Fault fault) {
        return world.service().isPresent()
                && (fault.code() == ErrorCode.UNAVAILABLE || fault.code() == ErrorCode.FILE_FORBIDDEN);
    }

    /** An actor was told that nothing came of what it asked for, and that it may ask again. */
    void toldThatNothingHappened(long sent) {
        check(sent == 0, "a change was told not to have happened, though %d messages of it were sent", sent);
    }

    /** An actor was told what became of its change of the table. */
    void toldOfChange(Verdict verdict) {
        if (verdict instanceof Verdict.Done done) {
            check(
                    slotsOfChanges.contains(done.slot()),
                    "a change was told to be made by slot %d; it was not",
                    done.slot());
        }
    }

    /** An actor was told what became of a cut, at a value that nobody else cuts at. */
    void toldOfCut(String at, Verdict verdict) {
        toldOfChange(verdict);
        check(
                verdict instanceof Verdict.Done == cutsMade.contains(at),
                "a cut at %s was told to be %s; by the log %s",
                at,
                verdict,
                cutsMade.contains(at) ? "it was made" : "it was not made");
    }

    /** A request is about to leave the inbox. */
    void requestLeaves(byte[] request) {
        if (TransactionJson.decode(request).transaction() instanceof Transaction.OfAttempt of) {
            boolean refused = of instanceof AddFiles add && !add.incarnation().equals(incarnation);
            check(
                    isDecided(of.attempt()) || refused,
                    "the request of %s left the inbox before the log said what became of it",
                    of.attempt());
        }
    }

    /** A reader was given a state. */
    void seen(TableState state) {
        int slot = Math.toIntExact(state.slot());
        check(slot <= hashes.size(), "a reader is at slot %d; the log ends at %d", slot, hashes.size());
        check(
                slot == 0 || hashes.get(slot - 1).equals(state.hash()),
                "readers disagree about slot %d: one of them has another entry in it",
                slot);
        if (slot == hashes.size()) {
            compare(state);
        }
    }

    private void compare(TableState state) {
        check(
                state.table().map(TableState.LiveTable::incarnation).orElse("").equals(incarnation),
                "a reader has table %s; by the log it is '%s'",
                state.table(),
                incarnation);
        Set<String> files = new TreeSet<>();
        state.files().forEach(file -> files.add(file.path()));
        check(files.equals(liveFiles()), "a reader has the files %s; by the log they are %s", files, liveFiles());
        jobs.forEach((id, job) -> {
            int committed = state.jobs()
                    .get(id)
                    .flatMap(JobState::committed)
                    .map(JobState.Commit::attempt)
                    .orElse(0);
            check(
                    committed == job.committedAttempt,
                    "a reader has job %s committed by attempt %d; by the log it is %d",
                    id,
                    committed,
                    job.committedAttempt);
        });
    }

    private Set<String> liveFiles() {
        Set<String> paths = new TreeSet<>();
        for (Job job : jobs.values()) {
            if (job.committedAttempt > 0 && job.incarnation.equals(incarnation)) {
                job.files.forEach(file -> paths.add(file.path()));
            }
        }
        return paths;
    }

    /** @return hash of the entry that landed in a slot */
    String hashOf(long slot) {
        return hashes.get(Math.toIntExact(slot) - 1);
    }

    /** @return whether an attempt is committed to a table that is there no more */
    boolean isCommittedToDropped(AttemptId attempt) {
        Job job = job(attempt);
        return job.committedAttempt == attempt.number() && !job.incarnation.equals(incarnation);
    }

    /** @return whether the table consists of a file */
    boolean isLive(String path) {
        return liveFiles().contains(path);
    }

    /** No committed file may be missing, at any time. */
    void checkNothingDangles() {
        for (String path : liveFiles()) {
            check(world.files.find(World.LOCATION.file(path)).isPresent(), "committed file %s was deleted", path);
        }
    }

    /** Once all is decided and collected, nothing may be left but what the table consists of. */
    void checkNothingLeaks() {
        Set<String> left = new TreeSet<>();
        for (FilePath path : world.files.paths()) {
            left.add(path.key().substring(World.LOCATION.root().key().length() + 1));
        }
        left.removeAll(liveFiles());
        check(left.isEmpty(), "files are left that nobody will ever need: %s", left);
        check(world.files.unfinished().isEmpty(), "unfinished files are left: %s", world.files.unfinished());
        List<String> requests = world.objects.list("inbox");
        check(requests.isEmpty(), "requests are left in the inbox: %s", requests);
        List<String> manifests = world.jobObjects.list("manifests");
        check(manifests.isEmpty(), "manifests are left: %s", manifests);
    }
}
