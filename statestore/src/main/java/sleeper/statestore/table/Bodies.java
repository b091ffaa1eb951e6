package sleeper.statestore.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.NameNumbers;
import sleeper.statestore.util.Sha256;

/**
 * Payloads too large for their entry, each an object written before its entry. Its name holds slot and transaction id, so that
 * the log alone tells whether it is in use: if another transaction has the slot, it never will be.
 */
final class Bodies {
    static final String FOLDER = "bodies";
    private static final int SLOT_DIGITS = 20;
    private static final int MOST_TRIES = 10;

    private final ObjectStore objects;

    Bodies(ObjectStore objects) {
        this.objects = objects;
    }

    static String keyOf(LogEntry entry) {
        return FOLDER + "/" + keyName(entry.slot(), entry.transactionId());
    }

    private static String keyName(long slot, String transactionId) {
        return NameNumbers.padded(slot, SLOT_DIGITS) + "-" + transactionId;
    }

    /** A body by the name of its object. */
    record Named(long slot, String transactionId) {
        private static final Pattern FORM = Pattern.compile("(00[0-9]{18})-(.+)");

        String key() {
            return FOLDER + "/" + keyName(slot, transactionId);
        }
    }

    /** @return all bodies; what a stranger put beside them is none */
    List<Named> list() {
        return objects.children(FOLDER).stream()
                .map(Named.FORM::matcher)
                .filter(Matcher::matches)
                .map(name -> new Named(Long.parseLong(name.group(1)), name.group(2)))
                .toList();
    }

    void delete(Named body) {
        objects.delete(body.key());
    }

    /** Writes the body of an entry, if it needs one; it is there when this returns. */
    void write(LogEntry entry, byte[] payload) {
        if (entry.inlinePayload().isPresent()) {
            return;
        }
        String key = keyOf(entry);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            PutResult result = objects.putIfAbsent(key, payload);
            if (result == PutResult.STORED) {
                return;
            }
            if (result == PutResult.REFUSED) {
                // Ours, from a try whose reply was lost: no other writer has this transaction id.
                if (objects.get(key)
                        .filter(found -> Arrays.equals(found, payload))
                        .isPresent()) {
                    return;
                }
                break;
            }
        }
        throw new OutcomeUnknownException(
                "The body of slot " + entry.slot() + " of a table's log could not be written.",
                List.of(Fault.of(ErrorCode.OUTCOME_UNKNOWN, key, "no answer that tells", "")));
    }

    /**
     * @return the entry's payload, checked against its hash; empty if it is gone, as it may be once the entry is retired
     * @throws CorruptDataException if it is not what was written
     */
    Optional<byte[]> read(LogEntry entry) {
        if (entry.inlinePayload().isPresent()) {
            return entry.inlinePayload();
        }
        Optional<byte[]> found = objects.get(keyOf(entry));
        if (found.isPresent() && !Sha256.hex(found.get()).equals(entry.payloadHash())) {
            throw new CorruptDataException(
                    "The body of slot " + entry.slot() + " of a table's log is damaged.",
                    List.of(Fault.of(
                            ErrorCode.LOG_CORRUPT,
                            keyOf(entry),
                            found.get().length + " bytes of another hash",
                            entry.payloadBytes() + " bytes of hash " + entry.payloadHash())));
        }
        return found;
    }
}
