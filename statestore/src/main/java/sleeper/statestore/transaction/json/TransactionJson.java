package sleeper.statestore.transaction.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.SleeperException;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.json.StoredJson;
import sleeper.core.key.json.KeyJson;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.json.PartitionTreeJson;
import sleeper.core.schema.json.FieldJson;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.util.Require;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.Transaction;
import sleeper.statestore.transaction.Transaction.AddField;
import sleeper.statestore.transaction.Transaction.AddFiles;
import sleeper.statestore.transaction.Transaction.CreateTable;
import sleeper.statestore.transaction.Transaction.DropTable;
import sleeper.statestore.transaction.Transaction.ExcludeAttempt;
import sleeper.statestore.transaction.Transaction.Reason;
import sleeper.statestore.transaction.Transaction.SplitPartitions;

/**
 * Requests as JSON on one line: {@code {"id":…,"type":…,"version":1,…}}. An entry's payload is an array of them. Types are
 * explicit words; a type or version that is not known is refused, never skipped.
 */
public final class TransactionJson {
    private static final int VERSION = 1;
    private static final String FIELD_IDS = "fieldIds";
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper MAPPER = new JsonMapper();

    private TransactionJson() {}

    public static byte[] encode(Request request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setCodec(MAPPER);
            json.writeStartObject();
            json.writeStringField("id", request.id());
            write(json, request.transaction());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Transaction transaction) throws IOException {
        if (transaction instanceof AddFiles add) {
            type(json, "add-files");
            attempt(json, add);
            json.writeStringField("incarnation", add.incarnation());
            json.writeStringField("manifestSha256", add.manifestHash());
            DataFilesJson.write(json, add.files());
        } else if (transaction instanceof ExcludeAttempt exclude) {
            type(json, "exclude-attempt");
            attempt(json, exclude);
            json.writeStringField("status", exclude.reason().status().name());
            json.writeStringField("code", exclude.reason().code().name());
            json.writeStringField("text", exclude.reason().text());
        } else if (transaction instanceof CreateTable create) {
            type(json, "create-table");
            json.writeStringField("incarnation", create.incarnation());
            json.writeObjectField("schema", SchemaJson.toJson(create.schema()));
            json.writeObjectField(
                    FIELD_IDS, SchemaJson.idsToJson(create.schema().ids()));
            json.writeObjectField("partitions", PartitionTreeJson.toJson(create.partitions()));
        } else if (transaction instanceof DropTable drop) {
            type(json, "drop-table");
            json.writeStringField("incarnation", drop.incarnation());
        } else if (transaction instanceof SplitPartitions split) {
            type(json, "split-partitions");
            json.writeStringField("incarnation", split.incarnation());
            json.writeArrayFieldStart("cuts");
            for (LeafCut cut : split.cuts()) {
                json.writeObject(toJson(cut));
            }
            json.writeEndArray();
        } else if (transaction instanceof AddField add) {
            type(json, "add-field");
            json.writeStringField("incarnation", add.incarnation());
            json.writeObjectField("field", FieldJson.toJson(add.field()));
        }
    }

    private static void type(JsonGenerator json, String type) throws IOException {
        json.writeStringField("type", type);
        json.writeNumberField("version", VERSION);
    }

    private static void attempt(JsonGenerator json, Transaction.OfAttempt of) throws IOException {
        json.writeStringField("job", of.attempt().jobId().value());
        json.writeNumberField("attempt", of.attempt().number());
        json.writeStringField("digest", of.digest());
    }

    private static ObjectNode toJson(LeafCut cut) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("leaf", cut.leaf().value());
        json.put("field", cut.dimension());
        json.put("keyType", cut.at().type().describe());
        json.set("at", KeyJson.toJson(cut.at()));
        return json;
    }

    /** @return a payload of requests that are encoded already */
    public static byte[] join(List<byte[]> requests) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(
                requests.stream().mapToInt(request -> request.length + 1).sum() + 2);
        out.write('[');
        for (int i = 0; i < requests.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(requests.get(i));
        }
        out.write(']');
        return out.toByteArray();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not an array of requests
     * @throws VersionTooOldException   if they hold one of a kind or a version that is not known
     */
    public static List<Request> decodeAll(byte[] payload) {
        List<Request> requests = new ArrayList<>();
        JsonNode array = parse(payload);
        Require.that(array.isArray(), "not an array of requests");
        array.forEach(json -> requests.add(request(json)));
        return requests;
    }

    /**
     * @throws IllegalArgumentException if the bytes are not a request
     * @throws VersionTooOldException   if it is of a kind or a version that is not known
     */
    public static Request decode(byte[] bytes) {
        return request(parse(bytes));
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static Request request(JsonNode json) {
        try {
            return new Request(text(json, "id"), transaction(json));
        } catch (VersionTooOldException e) {
            throw e;
        } catch (NullPointerException | IndexOutOfBoundsException | SleeperException e) {
            throw new IllegalArgumentException("not a request: " + e.getMessage(), e);
        }
    }

    private static Transaction transaction(JsonNode json) {
        String type = text(json, "type");
        StoredJson.checkVersion("a transaction of type '" + type + "'", json, "version", VERSION);
        return switch (type) {
            case "add-files" ->
                new AddFiles(
                        attempt(json),
                        text(json, "digest"),
                        text(json, "incarnation"),
                        text(json, "manifestSha256"),
                        DataFilesJson.read(json));
            case "exclude-attempt" ->
                new ExcludeAttempt(
                        attempt(json),
                        text(json, "digest"),
                        new Reason(
                                StoredJson.word(type, json, "status", JobStatus.class),
                                StoredJson.word(type, json, "code", ErrorCode.class),
                                text(json, "text")));
            case "create-table" ->
                new CreateTable(
                        text(json, "incarnation"),
                        SchemaJson.fromJson(json.path("schema"), json.path(FIELD_IDS)),
                        PartitionTreeJson.fromJson(json.path("partitions")));
            case "drop-table" -> new DropTable(text(json, "incarnation"));
            case "split-partitions" -> new SplitPartitions(text(json, "incarnation"), cuts(json.path("cuts")));
            case "add-field" -> new AddField(text(json, "incarnation"), FieldJson.fromJson(json.path("field")));
            default ->
                throw VersionTooOldException.of(
                        "a transaction", "type '" + type + "'", "a type that this version knows");
        };
    }

    private static List<LeafCut> cuts(JsonNode array) {
        List<LeafCut> cuts = new ArrayList<>();
        array.forEach(json -> cuts.add(new LeafCut(
                new PartitionId(text(json, "leaf")),
                json.path("field").asInt(),
                KeyJson.fromJson(json.path("at"), KeyJson.typeFromWord(text(json, "keyType"))))));
        return cuts;
    }

    private static AttemptId attempt(JsonNode json) {
        return new AttemptId(new JobId(text(json, "job")), json.path("attempt").asInt());
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        Require.that(value.isTextual(), "field '" + field + "' is missing");
        return value.textValue();
    }
}
