package sleeper.core.job.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.json.CanonicalJson;
import sleeper.core.json.LocatedJson;
import sleeper.core.json.LocatedJson.JsonArray;
import sleeper.core.json.LocatedJson.JsonBoolean;
import sleeper.core.json.LocatedJson.JsonNumber;
import sleeper.core.json.LocatedJson.JsonObject;
import sleeper.core.json.LocatedJson.JsonText;
import sleeper.core.json.LocatedJson.Member;
import sleeper.core.json.LocatedJsonReader;
import sleeper.core.json.ObjectReader;
import sleeper.core.json.StoredJson;
import sleeper.core.table.TableName;

/**
 * The job document that senders write: {@code id}, {@code tableName}, {@code files}, {@code platformSpec}, {@code sparkConf},
 * {@code className}. Read strictly, so that a slip of the pen is told and not passed over.
 */
public final class JobDocumentJson {
    private static final List<String> FIELDS =
            List.of("id", "tableName", "files", "platformSpec", "sparkConf", "className");

    private static final String WHAT = "The job document";

    private JobDocumentJson() {}

    /**
     * Values of {@code platformSpec} and {@code sparkConf} are strings; a number or boolean is taken for the string it is
     * written as.
     *
     * @throws InvalidRequestException with every fault and its line and column: MALFORMED_JSON, UNKNOWN_FIELD, DUPLICATE_FIELD,
     *                                 MISSING_FIELD, WRONG_TYPE, BAD_ID, LIMIT_EXCEEDED
     */
    public static JobDocument parse(String text) {
        return parse(LocatedJsonReader.read(WHAT, text));
    }

    /** As {@link #parse}, of a document that was taken earlier, be it by a version that took text which no store can hold. */
    public static JobDocument parseStored(String text) {
        return parse(LocatedJsonReader.readStored(WHAT, text));
    }

    private static JobDocument parse(LocatedJson document) {
        Faults faults = new Faults();
        if (!(document instanceof JsonObject object)) {
            faults.add(ErrorCode.WRONG_TYPE, document.position().toString(), document.describe(), "an object");
            faults.throwIfAny("The job document was not accepted.");
            throw new IllegalStateException("unreachable: a fault was added");
        }
        ObjectReader reader = new ObjectReader(object, "", FIELDS, Optional.empty(), faults);
        Optional<String> id = id(reader, "id", reader.find("id"), JobId.MAX_LENGTH);
        Optional<String> tableName = id(reader, "tableName", reader.require("tableName"), TableName.MAX_LENGTH);
        List<String> files = files(reader);
        Map<String, String> platformSpec = properties(reader, "platformSpec");
        Map<String, String> sparkConf = properties(reader, "sparkConf");
        Optional<String> className =
                reader.text("className", reader.find("className")).map(JsonText::value);
        faults.throwIfAny(
                "The job document" + id.map(given -> " of job '" + given + "'").orElse("") + " was not accepted.");
        return new JobDocument(id.map(JobId::new), tableName.orElseThrow(), files, platformSpec, sparkConf, className);
    }

    /** Ids and table names share their characters; they become parts of paths, and so are checked before anything else. */
    private static Optional<String> id(ObjectReader reader, String name, Optional<LocatedJson> value, int maxLength) {
        Optional<JsonText> text = reader.text(name, value);
        boolean valid = text.isEmpty() || text.get().value().matches("[A-Za-z0-9_-]{1," + maxLength + "}");
        if (!valid) {
            reader.report(
                    ErrorCode.BAD_ID,
                    text.get().position(),
                    name,
                    text.get().describe(),
                    "1 to " + maxLength + " characters of A-Z a-z 0-9 _ -",
                    "Use letters, digits, '_' and '-' only.");
        }
        return text.filter(found -> valid).map(JsonText::value);
    }

    private static List<String> files(ObjectReader reader) {
        List<String> files = new ArrayList<>();
        List<LocatedJson> elements = reader.array("files", reader.require("files"))
                .map(JsonArray::elements)
                .orElse(List.of());
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof JsonText text) {
                files.add(text.value());
            } else {
                reader.reportWrongType(elements.get(i), "files[" + i + "]", "a string");
            }
        }
        return files;
    }

    private static Map<String, String> properties(ObjectReader reader, String name) {
        List<Member> members =
                reader.object(name, reader.find(name)).map(JsonObject::members).orElse(List.of());
        Map<String, String> properties = new LinkedHashMap<>();
        for (Member member : members) {
            if (properties.containsKey(member.name())) {
                reader.report(
                        ErrorCode.DUPLICATE_FIELD,
                        member.position(),
                        name,
                        "'" + member.name() + "' again",
                        "each property once",
                        "Name the property once.");
                continue;
            }
            String value = scalar(member.value());
            if (value == null) {
                reader.reportWrongType(member.value(), name + "." + member.name(), "a string, a number, true or false");
            }
            properties.put(member.name(), value == null ? "" : value);
        }
        return properties;
    }

    /** @return the value as the string it stands for, or null if it is none */
    private static String scalar(LocatedJson value) {
        if (value instanceof JsonText text) {
            return text.value();
        } else if (value instanceof JsonNumber number) {
            return number.literal();
        }
        return value instanceof JsonBoolean flag ? Boolean.toString(flag.value()) : null;
    }

    /** @return the document as one text that does not depend on how its sender laid it out: what is stored and digested */
    public static String canonical(JobDocument document) {
        ObjectNode json = StoredJson.object();
        document.id().ifPresent(id -> json.put("id", id.value()));
        json.put("tableName", document.tableName());
        json.set("files", StoredJson.texts(document.files()));
        if (!document.platformSpec().isEmpty()) {
            json.set("platformSpec", StoredJson.textMap(document.platformSpec()));
        }
        if (!document.sparkConf().isEmpty()) {
            json.set("sparkConf", StoredJson.textMap(document.sparkConf()));
        }
        document.className().ifPresent(name -> json.put("className", name));
        return CanonicalJson.write(json);
    }

    /** @return SHA-256 of the canonical text; 64 lower-case hexadecimal digits */
    public static String digest(JobDocument document) {
        return CanonicalJson.sha256(canonical(document));
    }
}
