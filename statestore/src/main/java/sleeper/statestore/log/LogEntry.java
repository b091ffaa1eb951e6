package sleeper.statestore.log;

import java.util.Optional;
import sleeper.core.util.Require;
import sleeper.statestore.util.Sha256;

/**
 * An entry of the log: a header that chains it to the one before, and a payload, which the log does not look into. A payload of
 * more than {@link #MAX_INLINE_BYTES} lies in an object of its own, written before the entry, and the entry holds its hash.
 * Immutable; the arrays handed out are not copies and must not be changed.
 */
public final class LogEntry implements LogRecord {
    /** Largest payload that is part of the entry, in bytes. */
    public static final int MAX_INLINE_BYTES = 32 * 1024;

    private final long slot;
    private final String transactionId;
    private final String previousHash;
    private final long atMillis;
    private final String payloadHash;
    private final long payloadBytes;
    private final byte[] inlinePayload;
    private final byte[] encoded;
    private final String hash;

    /**
     * @param slot          the slot it is for, 1 or more
     * @param transactionId unique to this entry; letters and digits
     * @param previousHash  hash of the entry in the slot before; {@link Sha256#ZERO} for the first
     * @param atMillis      when it was written, by the writer's clock; decides nothing
     * @param payload       the payload: text without a line break
     */
    public static LogEntry of(long slot, String transactionId, String previousHash, long atMillis, byte[] payload) {
        return of(slot, transactionId, previousHash, atMillis, payload, payload.length <= MAX_INLINE_BYTES);
    }

    /**
     * As {@link #of(long, String, String, long, byte[])}.
     *
     * @param inline whether the payload is part of the entry; if not, the caller writes it first to an object of its own
     */
    public static LogEntry of(
            long slot, String transactionId, String previousHash, long atMillis, byte[] payload, boolean inline) {
        return new LogEntry(
                slot,
                transactionId,
                previousHash,
                atMillis,
                Sha256.hex(payload),
                payload.length,
                inline ? payload : null,
                null);
    }

    LogEntry(
            long slot,
            String transactionId,
            String previousHash,
            long atMillis,
            String payloadHash,
            long payloadBytes,
            byte[] inlinePayload,
            byte[] encoded) {
        this.slot = Require.atLeast("slot", slot, 1);
        this.transactionId = Require.notBlank("transactionId", transactionId);
        this.previousHash = Require.notBlank("previousHash", previousHash);
        this.atMillis = atMillis;
        this.payloadHash = Require.notBlank("payloadHash", payloadHash);
        this.payloadBytes = Require.atLeast("payloadBytes", payloadBytes, 0);
        this.inlinePayload = inlinePayload;
        this.encoded = encoded == null ? RecordFormat.encode(this) : encoded;
        this.hash = RecordFormat.trailingHash(this.encoded);
    }

    @Override
    public long slot() {
        return slot;
    }

    @Override
    public String transactionId() {
        return transactionId;
    }

    public String previousHash() {
        return previousHash;
    }

    public long atMillis() {
        return atMillis;
    }

    public String payloadHash() {
        return payloadHash;
    }

    public long payloadBytes() {
        return payloadBytes;
    }

    /** @return the payload, unless it lies in an object of its own */
    public Optional<byte[]> inlinePayload() {
        return Optional.ofNullable(inlinePayload);
    }

    @Override
    public String hash() {
        return hash;
    }

    @Override
    public byte[] encoded() {
        return encoded;
    }

    @Override
    public String toString() {
        return "entry " + slot + " " + transactionId;
    }
}
