package sleeper.statestore.log;

import java.util.Optional;
import java.util.function.LongFunction;
import sleeper.core.util.Require;

/**
 * What is left of a retired entry: enough to tell who filled the slot, and to check the chain.
 *
 * @param slot          the slot, 1 or more
 * @param transactionId as the entry had it
 * @param hash          as the entry had it
 */
public record Tombstone(long slot, String transactionId, String hash) implements LogRecord {
    public Tombstone {
        Require.atLeast("slot", slot, 1);
        Require.notBlank("transactionId", transactionId);
        Require.notBlank("hash", hash);
    }

    public static Tombstone of(LogRecord record) {
        return new Tombstone(record.slot(), record.transactionId(), record.hash());
    }

    /**
     * Finds where a log's entries begin. Tombstones are a prefix of it, so that halving finds it: about log2(upTo) slots are read.
     *
     * @param upTo how far to look
     * @param find reads a slot; empty if nothing is there
     * @return the first slot that has no tombstone; {@code upTo + 1} if each has one
     */
    public static long firstSlotBehind(long upTo, LongFunction<Optional<LogRecord>> find) {
        long low = 1;
        long high = upTo + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (find.apply(middle).filter(Tombstone.class::isInstance).isPresent()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public byte[] encoded() {
        return RecordFormat.encode(this);
    }
}
