package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.Transaction;
import sleeper.statestore.transaction.Transaction.OfAttempt;
import sleeper.statestore.transaction.json.TransactionJson;

/**
 * One request on its way through the log, from the inbox to its verdict. For one thread at a time.
 *
 * <p>What can come of a round:
 *
 * <ol>
 *   <li>The log says already what became of the request: that is the verdict.
 *   <li>The append won the slot, or the slot holds our transaction from a try whose reply was lost: replay; the verdict is in it.
 *   <li>Another has the slot: replay; the verdict may be in it, since others take our request along. If not, next slot.
 *   <li>The outcome is unknown: the same slot, with the same transaction, until the slot is seen filled.
 *   <li>The store fails before anything is left in it: the caller may try again. Afterwards all that can be said is
 *       {@link OutcomeUnknownException}, since another may be taking the request along.
 * </ol>
 */
final class Submission {
    /** Most requests that one entry carries. */
    static final int MAX_GROUP = 100;

    /**
     * Most bytes of others' requests that one entry takes along, and the largest request that is left in the inbox at all: one
     * larger than this is appended by its own writer alone, instead of being copied by whoever comes by.
     */
    static final int MAX_GROUP_BYTES = 1024 * 1024;

    /** Most failures of the store that one request survives. */
    static final int MOST_FAILURES = 10;

    private static final int MOST_SAME_SLOT = 20;

    private final LogAccess access;
    private final Inbox.Waiting own;
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private boolean left;
    private Optional<LogEntry> undecided = Optional.empty();
    private int sameSlot;
    private int racesLost;
    private boolean landed;

    Submission(LogAccess access, Transaction transaction) {
        this.access = access;
        this.own = Inbox.Waiting.of(new Request(access.newRequestId(), transaction));
    }

    /** @return whether the request may be in the store, so that a failure leaves its outcome unknown */
    boolean mayHaveHappened() {
        return left;
    }

    /** Leaves the request in the inbox, if it is of the kind that others may take along. */
    void leave() {
        if (isShared()) {
            access.inbox().put(own);
            left = true;
        }
    }

    private boolean isShared() {
        return own.request().transaction() instanceof OfAttempt && own.encoded().length <= MAX_GROUP_BYTES;
    }

    /**
     * @return the verdict, if this round came to it
     * @throws TransientFailureException if the store failed; the round may be repeated
     */
    Optional<Verdict> round() {
        if (undecided.isEmpty()) {
            TableState state = access.reader().catchUp(verdicts);
            Optional<Verdict> verdict = verdict(state);
            if (verdict.isPresent()) {
                if (isShared()) {
                    // If it stays, whoever comes next finds it settled and takes it away.
                    access.rules()
                            .afterVerdict(
                                    () -> access.inbox().remove(own.request().id()));
                }
                return verdict;
            }
            undecided = Optional.of(prepare(state));
        }
        append();
        return Optional.empty();
    }

    private Optional<Verdict> verdict(TableState state) {
        Transaction transaction = own.request().transaction();
        if (transaction instanceof OfAttempt || !landed) {
            return access.rules().transitions().judge(state, transaction);
        }
        return Optional.of(Optional.ofNullable(verdicts.get(own.request().id()))
                .orElseThrow(() -> new OutcomeUnknownException(
                        "A change of table " + access.table()
                                + " is in its log, and what became of it was retired since.",
                        List.of(Fault.of(
                                ErrorCode.OUTCOME_UNKNOWN,
                                "request " + own.request().id(),
                                "",
                                "")))));
    }

    private LogEntry prepare(TableState state) {
        List<Inbox.Waiting> group = group(state);
        byte[] payload =
                TransactionJson.join(group.stream().map(Inbox.Waiting::encoded).toList());
        LogEntry entry = LogEntry.of(
                state.slot() + 1,
                access.newTransactionId(),
                state.hash(),
                access.millis(),
                payload,
                payload.length <= access.rules().maxInlineBytes());
        access.schedule().appending(entry);
        access.bodies().write(entry, payload);
        access.cache()
                .put(entry.hash(), group.stream().map(Inbox.Waiting::request).toList());
        return entry;
    }

    /** @return our own request, and those of others that the log says nothing about yet; what it has decided leaves the inbox */
    private List<Inbox.Waiting> group(TableState state) {
        List<Inbox.Waiting> group = new ArrayList<>();
        group.add(own);
        if (!(own.request().transaction() instanceof OfAttempt)) {
            return group;
        }
        long bytes = 0;
        for (Inbox.Waiting other :
                access.inbox().waiting(MAX_GROUP, own.request().id())) {
            Request request = other.request();
            if (access.rules().transitions().judge(state, request.transaction()).isPresent()) {
                access.inbox().remove(request.id());
            } else if (group.size() < MAX_GROUP && bytes + other.encoded().length <= MAX_GROUP_BYTES) {
                group.add(other);
                bytes += other.encoded().length;
            }
        }
        return group;
    }

    private void append() {
        LogEntry entry = undecided.orElseThrow();
        AppendResult result = access.log().append(entry);
        left = true;
        if (result instanceof AppendResult.Unknown unknown) {
            sameSlot++;
            if (sameSlot > MOST_SAME_SLOT) {
                throw new OutcomeUnknownException(
                        "It is not known whether slot " + entry.slot() + " of the log of table " + access.table()
                                + " was filled, after " + sameSlot + " tries.",
                        List.of(Fault.of(ErrorCode.OUTCOME_UNKNOWN, "slot " + entry.slot(), unknown.cause(), "")));
            }
            undecided = access.rules().afterUnknown(entry);
            access.backOff(sameSlot);
            return;
        }
        landed = result instanceof AppendResult.Won
                || access.rules().isOurs(((AppendResult.Occupied) result).existing(), entry);
        undecided = Optional.empty();
        sameSlot = 0;
        if (!landed) {
            racesLost++;
            access.backOff(racesLost);
        }
    }

    int racesLost() {
        return racesLost;
    }
}
