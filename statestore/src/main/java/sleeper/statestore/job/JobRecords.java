package sleeper.statestore.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.error.json.FaultJson;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.json.StoredJson;
import sleeper.core.util.Require;
import sleeper.statestore.job.HistoryLine.Kind;

/** The job store's records as JSON, each with a {@code "format"}; the version is 1. */
final class JobRecords {
    static final int VERSION = 1;
    private static final JsonMapper MAPPER = new JsonMapper();

    private JobRecords() {}

    static byte[] encode(StoredJob job) {
        ObjectNode json = record();
        json.put("id", job.id().value());
        json.put("document", job.document());
        json.put("digest", job.digest());
        json.put("queue", job.queue());
        json.put("messageId", job.messageId());
        json.put("receivedAt", job.receivedAt().toString());
        return bytes(json);
    }

    static StoredJob storedJob(String key, byte[] bytes) {
        return decode(
                key,
                bytes,
                json -> new StoredJob(
                        new JobId(text(json, "id")),
                        text(json, "document"),
                        text(json, "digest"),
                        text(json, "queue"),
                        text(json, "messageId"),
                        time(json, "receivedAt")));
    }

    static byte[] encode(AttemptRecord attempt) {
        ObjectNode json = record();
        json.put("job", attempt.attempt().jobId().value());
        json.put("attempt", attempt.attempt().number());
        json.put("messageId", attempt.messageId());
        json.put("askedAt", attempt.askedAt().toString());
        return bytes(json);
    }

    static AttemptRecord attempt(String key, byte[] bytes) {
        return decode(
                key,
                bytes,
                json -> new AttemptRecord(
                        new AttemptId(
                                new JobId(text(json, "job")),
                                json.path("attempt").asInt()),
                        text(json, "messageId"),
                        time(json, "askedAt")));
    }

    static byte[] encode(RecordedFaults recorded) {
        return bytes(put(recorded, record()));
    }

    static ObjectNode put(RecordedFaults recorded, ObjectNode json) {
        json.put("at", recorded.at().toString());
        json.set("faults", StoredJson.array(recorded.faults(), FaultJson::toJson));
        return json;
    }

    static RecordedFaults faults(String key, byte[] bytes) {
        return decode(key, bytes, JobRecords::faults);
    }

    static RecordedFaults faults(JsonNode json) {
        List<Fault> faults = new ArrayList<>();
        json.path("faults").forEach(fault -> faults.add(FaultJson.fromJson(fault)));
        return new RecordedFaults(time(json, "at"), faults);
    }

    static byte[] encode(HistoryLine line) {
        ObjectNode json = record().put("at", line.at().toString());
        if (line.kind() != Kind.OTHER) {
            json.put("kind", line.kind().name());
            json.set("fields", StoredJson.textMap(line.fields()));
        }
        return bytes(json.put("text", line.text()));
    }

    /** A line of a kind that only a later version knows is read by its text, as one without a kind is. */
    static HistoryLine historyLine(String key, byte[] bytes) {
        return decode(key, bytes, json -> {
            Optional<Kind> kind = Arrays.stream(Kind.values())
                    .filter(known -> known.name().equals(json.path("kind").asText()))
                    .findFirst();
            return new HistoryLine(
                    time(json, "at"),
                    kind.orElse(Kind.OTHER),
                    kind.isPresent() ? StoredJson.textMap(json, "fields") : Map.of(),
                    text(json, "text"));
        });
    }

    static byte[] encode(AttemptOutcome outcome) {
        ObjectNode json = record();
        json.put("status", outcome.status().name());
        json.put("slot", outcome.slot());
        json.put("at", outcome.at().toString());
        outcome.code().ifPresent(code -> json.put("code", code.name()));
        json.put("text", outcome.text());
        json.put("files", outcome.files());
        json.put("rows", outcome.rows());
        return bytes(json);
    }

    static AttemptOutcome outcome(String key, byte[] bytes) {
        return decode(
                key,
                bytes,
                json -> new AttemptOutcome(
                        StoredJson.word(key, json, "status", JobStatus.class),
                        json.path("slot").asLong(),
                        time(json, "at"),
                        json.has("code")
                                ? Optional.of(StoredJson.word(key, json, "code", ErrorCode.class))
                                : Optional.empty(),
                        text(json, "text"),
                        json.path("files").asInt(),
                        json.path("rows").asLong()));
    }

    static byte[] encode(RecordedContent content) {
        return bytes(record().put("rows", content.rows()).put("hash", content.hash()));
    }

    static RecordedContent content(String key, byte[] bytes) {
        return decode(key, bytes, json -> new RecordedContent(json.path("rows").asLong(), text(json, "hash")));
    }

    static byte[] encodeTime(Instant at) {
        return bytes(record().put("at", at.toString()));
    }

    static Instant time(String key, byte[] bytes) {
        return decode(key, bytes, json -> time(json, "at"));
    }

    static byte[] encodeCursor(long slot) {
        return bytes(record().put("slot", slot));
    }

    static long cursor(String key, byte[] bytes) {
        return decode(key, bytes, json -> json.path("slot").asLong());
    }

    static ObjectNode record() {
        return MAPPER.createObjectNode().put("format", VERSION);
    }

    static byte[] bytes(ObjectNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T decode(String key, byte[] bytes, Function<JsonNode, T> reader) {
        return decodeText(key, bytes, text -> {
            JsonNode json = StoredJson.parse("The record", text);
            StoredJson.checkVersion(key, json, "format", VERSION);
            return reader.apply(json);
        });
    }

    /** As {@link #decode}, of a record that has a codec of its own. */
    static <T> T decodeText(String key, byte[] bytes, Function<String, T> reader) {
        try {
            return reader.apply(Records.utf8(bytes));
        } catch (VersionTooOldException e) {
            throw new VersionTooOldException("Record " + key + " of the job store cannot be read.", e.faults(), e);
        } catch (CorruptDataException e) {
            // Its reader knows the place in the record, and not where the record lies nor how it is mended.
            Fault fault = e.faults().get(0);
            throw corrupt(key, fault.where() + ": " + fault.found(), e);
        } catch (RuntimeException e) {
            throw corrupt(key, String.valueOf(e.getMessage()), e);
        }
    }

    private static CorruptDataException corrupt(String key, String found, RuntimeException cause) {
        return new CorruptDataException(
                "Record " + key + " of the job store cannot be read.",
                List.of(new Fault(
                        ErrorCode.DATA_CORRUPT,
                        key,
                        found,
                        "the record as it was written, of format " + VERSION,
                        "Restore the object from a copy.")),
                cause);
    }

    static String text(JsonNode json, String field) {
        Require.that(json.path(field).isTextual(), "field '" + field + "' is missing");
        return json.path(field).textValue();
    }

    static Instant time(JsonNode json, String field) {
        return Instant.parse(text(json, field));
    }
}
