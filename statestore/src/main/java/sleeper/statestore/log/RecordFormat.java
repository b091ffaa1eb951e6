package sleeper.statestore.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.json.StoredJson;
import sleeper.core.util.Require;
import sleeper.statestore.util.Sha256;

/**
 * Records as bytes: three lines of text. The first is a JSON object, the second the inline payload or empty, the third the hash
 * of the first two with their line breaks; it is the entry's hash in the chain. So much is the same in each version, so that one
 * can tell the record of a later version from a damaged one. Version 1:
 *
 * <pre>
 * {"format":1,"record":"entry","slot":7,"transaction":"…","previous":"…","at":1700000000000,"payloadSha256":"…","payloadBytes":512}
 * {"format":1,"record":"tombstone","slot":7,"transaction":"…","hash":"…"}
 * </pre>
 */
public final class RecordFormat {
    private static final int VERSION = 1;
    private static final int HASH_LINE = 64 + 1;
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper MAPPER = new JsonMapper();

    private RecordFormat() {}

    static byte[] encode(LogEntry entry) {
        byte[] payload = entry.inlinePayload().orElse(new byte[0]);
        return seal(payload, json -> {
            json.writeStringField("record", "entry");
            json.writeNumberField("slot", entry.slot());
            json.writeStringField("transaction", entry.transactionId());
            json.writeStringField("previous", entry.previousHash());
            json.writeNumberField("at", entry.atMillis());
            json.writeStringField("payloadSha256", entry.payloadHash());
            json.writeNumberField("payloadBytes", entry.payloadBytes());
            json.writeBooleanField("inline", entry.inlinePayload().isPresent());
        });
    }

    static byte[] encode(Tombstone tombstone) {
        return seal(new byte[0], json -> {
            json.writeStringField("record", "tombstone");
            json.writeNumberField("slot", tombstone.slot());
            json.writeStringField("transaction", tombstone.transactionId());
            json.writeStringField("hash", tombstone.hash());
        });
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] seal(byte[] payload, Fields fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 512);
        try {
            JsonGenerator json = FACTORY.createGenerator(out);
            json.writeStartObject();
            json.writeNumberField("format", VERSION);
            fields.write(json);
            json.writeEndObject();
            json.flush();
            out.write('\n');
            out.write(payload);
            out.write('\n');
            String hash = Sha256.hex(out.toByteArray());
            out.write((hash + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static String trailingHash(byte[] encoded) {
        return new String(encoded, encoded.length - HASH_LINE, 64, StandardCharsets.US_ASCII);
    }

    /**
     * @param slot  the slot the bytes were found in
     * @param where the place, for people
     * @throws CorruptDataException   if the bytes are not what was written there
     * @throws VersionTooOldException if they are what a later version wrote there
     */
    public static LogRecord decode(long slot, byte[] bytes, String where) {
        try {
            Require.that(bytes.length > HASH_LINE, "too short: " + bytes.length + " bytes");
            int sealed = bytes.length - HASH_LINE;
            Require.that(
                    trailingHash(bytes).equals(Sha256.hex(bytes, 0, sealed)) && bytes[bytes.length - 1] == '\n',
                    "its hash does not fit its content");
            int line = indexOf(bytes, '\n');
            LogRecord record = decode(
                    where, MAPPER.readTree(bytes, 0, line), Arrays.copyOfRange(bytes, line + 1, sealed - 1), bytes);
            Require.that(record.slot() == slot, "it is the record of slot " + record.slot());
            return record;
        } catch (VersionTooOldException e) {
            throw new VersionTooOldException(
                    "Slot " + slot + " of a table's log was written by a newer version.", e.faults(), e);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw corrupt(slot, where, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LogRecord decode(String where, JsonNode json, byte[] payload, byte[] bytes) {
        StoredJson.checkVersion(where, json, "format", VERSION);
        long slot = json.path("slot").asLong();
        String transaction = json.path("transaction").asText();
        return switch (json.path("record").asText()) {
            case "entry" -> {
                String payloadHash = json.path("payloadSha256").asText();
                boolean inline = json.path("inline").asBoolean();
                Require.that(!inline || Sha256.hex(payload).equals(payloadHash), "its payload does not fit its hash");
                yield new LogEntry(
                        slot,
                        transaction,
                        json.path("previous").asText(),
                        json.path("at").asLong(),
                        payloadHash,
                        json.path("payloadBytes").asLong(),
                        inline ? payload : null,
                        bytes);
            }
            case "tombstone" ->
                new Tombstone(slot, transaction, json.path("hash").asText());
            default ->
                throw VersionTooOldException.of(where, "record " + json.path("record"), "\"entry\", \"tombstone\"");
        };
    }

    private static int indexOf(byte[] bytes, char wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new IllegalArgumentException("it has no header");
    }

    private static CorruptDataException corrupt(long slot, String where, String found, Exception cause) {
        return new CorruptDataException(
                "Slot " + slot + " of a table's log cannot be read.",
                List.of(Fault.of(ErrorCode.LOG_CORRUPT, where, found, "the record as it was written")),
                cause);
    }
}
