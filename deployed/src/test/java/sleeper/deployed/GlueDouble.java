package sleeper.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The Glue Data Catalog: one database, whose entries are numbered from 0 with each update. */
final class GlueDouble extends ServiceDouble {
    private final String database;
    private final Map<String, ObjectNode> tables = new HashMap<>();
    private final Deque<String> operations = new ArrayDeque<>();
    private boolean isThere = true;

    GlueDouble(String database) throws IOException {
        super("AWSGlue");
        this.database = database;
    }

    void dropDatabase() {
        isThere = false;
        tables.clear();
    }

    /** @return what was asked for, in order */
    Deque<String> operations() {
        return operations;
    }

    /** @return an entry, as it is stored */
    JsonNode table(String name) {
        return tables.get(name);
    }

    /** An entry that somebody else made. */
    void put(String name, ObjectNode input) {
        tables.put(name, input.put("Name", name).put("VersionId", "0"));
    }

    @Override
    ObjectNode answer(String operation, JsonNode request) throws RefusedException {
        operations.add(operation);
        if (!isThere || !request.path("DatabaseName").asText().equals(database)) {
            throw new RefusedException("EntityNotFoundException", "Database " + database + " not found.");
        }
        return switch (operation) {
            case "GetTable" -> JSON.createObjectNode().set("Table", existing(request.path("Name")));
            case "CreateTable" -> create(request.path("TableInput"));
            case "UpdateTable" -> update(request);
            case "DeleteTable" -> {
                tables.remove(existing(request.path("Name")).path("Name").asText());
                yield JSON.createObjectNode();
            }
            default -> throw new RefusedException("InvalidInputException", operation);
        };
    }

    private ObjectNode existing(JsonNode name) throws RefusedException {
        ObjectNode found = tables.get(name.asText());
        if (found == null) {
            throw new RefusedException("EntityNotFoundException", "Table " + name + " not found.");
        }
        return found;
    }

    private ObjectNode create(JsonNode input) throws RefusedException {
        String name = input.path("Name").asText();
        if (tables.containsKey(name)) {
            throw new RefusedException("AlreadyExistsException", "Table already exists.");
        }
        put(name, input.deepCopy());
        return JSON.createObjectNode();
    }

    private ObjectNode update(JsonNode request) throws RefusedException {
        JsonNode input = request.path("TableInput");
        ObjectNode found = existing(input.path("Name"));
        if (!found.path("VersionId").asText().equals(request.path("VersionId").asText())) {
            throw new RefusedException(
                    "ConcurrentModificationException", "Update table failed due to concurrent modifications.");
        }
        if (!request.path("SkipArchive").asBoolean()) {
            throw new RefusedException("InvalidInputException", "an old version for each commit is kept");
        }
        ObjectNode updated = input.deepCopy();
        tables.put(
                input.path("Name").asText(),
                updated.put("VersionId", String.valueOf(found.path("VersionId").asInt() + 1)));
        return JSON.createObjectNode();
    }
}
