package sleeper.testkit.sim;

import java.util.Arrays;
import java.util.Optional;
import sleeper.statestore.table.FaultyRules.Broken;

/** A rule of the log, and how the simulator breaks it: in the store's own code, or at a port. */
public enum BrokenRule {
    SLOT_VACATED(1, "retiring empties the slot instead of leaving a tombstone", Broken.NONE),
    NO_IDEMPOTENCE(2, "apply does not look whether the job was decided before", Broken.NO_IDEMPOTENCE),
    DELETE_UNDECIDED(
            3, "the collector deletes what the table does not consist of, decided or not", Broken.DELETE_UNDECIDED),
    NO_TRANSACTION_COMPARED(4, "a filled slot is always taken for another's", Broken.NO_TRANSACTION_COMPARED),
    UNKNOWN_FORGOTTEN(
            5, "after an unknown outcome the writer begins anew with another transaction", Broken.UNKNOWN_FORGOTTEN),
    FALLIBLE_AFTER_APPEND(
            6, "a snapshot that cannot be written fails the commit before it", Broken.FALLIBLE_AFTER_APPEND),
    BODY_AFTER_ENTRY(7, "the body is written after the entry that names it", Broken.NONE),
    RETIRE_UNVERIFIED(
            8, "the log is retired up to the newest snapshot, which nobody read back", Broken.RETIRE_UNVERIFIED),
    SPLIT_FAILS_COMMIT(9, "a commit is refused if a leaf its files were cut for was split", Broken.SPLIT_FAILS_COMMIT),
    REQUEST_TAKEN(10, "a request leaves the inbox when it is read", Broken.NONE),
    ANY_INCARNATION(11, "a commit goes into any table of the name", Broken.ANY_INCARNATION),
    SNAPSHOT_BY_ANYONE(
            12,
            "a due snapshot is written by whoever comes by, and not by its entry's writer",
            Broken.SNAPSHOT_BY_ANYONE),
    SNAPSHOT_BEFORE_REPLY(
            13, "a due snapshot is written while the caller waits for the verdict", Broken.SNAPSHOT_BEFORE_REPLY),
    INDEX_AFTER_ATTEMPT(14, "an attempt is indexed as open after it is recorded", Broken.NONE),
    CLOSED_WHILE_OPEN(15, "an attempt is taken out of the index though its end is not recorded", Broken.NONE),
    DECISION_REPLACED(16, "a decision about an attempt is written over the one before", Broken.NONE),
    MANIFEST_REPLACED(17, "a manifest is written over that of a run that was first", Broken.NONE),
    LOSER_TAKES_ATTEMPT(18, "a run that was not first takes back its attempt's files, and not its own", Broken.NONE),
    UNKNOWN_TAKEN_BACK(19, "a run that does not know whether its manifest is put takes back its files", Broken.NONE),
    COPIES_COUNTED(20, "a driver counts both copies of a task that ran twice", Broken.NONE),
    CLOSED_AFTER_END(21, "a task takes back its files at its end, though it has handed them over", Broken.NONE),
    RESULTS_TAKEN_OVER(22, "a driver counts what tasks of the driver before it have written", Broken.NONE),
    LEFT_OVER_UNDECIDED(
            23, "the collector deletes what the manifest leaves out before the log has decided", Broken.NONE),
    LEFT_OVER_KEPT(24, "the collector never looks at files of the attempt that is committed", Broken.LEFT_OVER_KEPT),
    REPLACED_UNSEEN(25, "an object is replaced though it is no longer the one that was read", Broken.NONE);

    private final int number;
    private final String how;
    private final Broken broken;

    BrokenRule(int number, String how, Broken broken) {
        this.number = number;
        this.how = how;
        this.broken = broken;
    }

    /** @return the rule's number, which stays: the log's rules are 1 to 11, those of snapshots, of the job store and of runs follow */
    public int number() {
        return number;
    }

    /** @return how it is broken, in words */
    public String how() {
        return how;
    }

    Broken inTheStore() {
        return broken;
    }

    public static Optional<BrokenRule> of(int number) {
        return Arrays.stream(values()).filter(rule -> rule.number == number).findFirst();
    }
}
