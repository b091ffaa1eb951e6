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
    ANY_INCARNATION(11, "a commit goes into any table of the name", Broken.ANY_INCARNATION);

    private final int number;
    private final String how;
    private final Broken broken;

    BrokenRule(int number, String how, Broken broken) {
        this.number = number;
        this.how = how;
        this.broken = broken;
    }

    /** @return the rule's number in the design */
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
