package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import sleeper.verification.deployed.RequestListener;

/** Glue: databases, and in them the entries that functions and commands make. */
final class PlayedGlue extends PlayedService {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "AWSGlue.";

    private final Predicate<String> isDatabase;
    private final Map<String, ObjectNode> tables = new ConcurrentHashMap<>();

    /** @param isDatabase says which names are those of databases */
    PlayedGlue(Predicate<String> isDatabase) throws IOException {
        this(isDatabase, (agent, target, body) -> {});
    }

    /** @param listener is told of each request before it is answered */
    PlayedGlue(Predicate<String> isDatabase, RequestListener listener) throws IOException {
        super("application/x-amz-json-1.1", listener);
        this.isDatabase = isDatabase;
    }

    /** @return an entry as it stands, by database and name with a dot between; empty if there is none */
    Optional<JsonNode> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    @Override
    synchronized Optional<String> answer(String target, String body) throws IOException {
        JsonNode request = JSON.readTree(body);
        String operation = target.substring(Math.min(TARGET.length(), target.length()));
        if (operation.equals("GetDatabase")) {
            String database = request.path("Name").asText();
            return isDatabase.test(database)
                    ? Optional.of(JSON.createObjectNode()
                            .set("Database", JSON.createObjectNode().put("Name", database))
                            .toString())
                    : missing();
        }
        String database = request.path("DatabaseName").asText();
        if (!isDatabase.test(database)) {
            return missing();
        }
        JsonNode input = request.path("TableInput");
        String name =
                database + "." + input.path("Name").asText(request.path("Name").asText());
        ObjectNode found = tables.get(name);
        if (operation.equals("CreateTable")) {
            return found == null ? put(name, input, "0") : refused("AlreadyExistsException");
        }
        if (found == null) {
            return missing();
        }
        return switch (operation) {
            case "GetTable" ->
                Optional.of(JSON.createObjectNode().set("Table", found).toString());
            case "UpdateTable" ->
                found.path("VersionId")
                                .asText()
                                .equals(request.path("VersionId").asText())
                        ? put(
                                name,
                                input,
                                String.valueOf(found.path("VersionId").asInt() + 1))
                        : refused("ConcurrentModificationException");
            case "DeleteTable" -> {
                tables.remove(name);
                yield Optional.of("{}");
            }
            default -> Optional.empty();
        };
    }

    private Optional<String> put(String name, JsonNode input, String version) {
        ObjectNode table = input.deepCopy();
        tables.put(name, table.put("VersionId", version).put("DatabaseName", name.substring(0, name.indexOf('.'))));
        return Optional.of("{}");
    }

    private Optional<String> missing() {
        return refused("EntityNotFoundException");
    }

    private Optional<String> refused(String code) {
        refuse("{\"__type\":\"" + code + "\",\"Message\":\"said\"}");
        return Optional.empty();
    }
}
