package sleeper.statestore.log;

/** What a slot holds: an entry, or the tombstone of one. */
public sealed interface LogRecord permits LogEntry, Tombstone {
    /** @return the slot, 1 or more */
    long slot();

    /** @return id of the transaction that filled the slot */
    String transactionId();

    /** @return hash of the entry, by which the next one names it */
    String hash();

    /** @return the record as it is stored */
    byte[] encoded();
}
