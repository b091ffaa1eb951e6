package sleeper.statestore.log;

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

    @Override
    public byte[] encoded() {
        return RecordFormat.encode(this);
    }
}
