package sleeper.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sleeper.core.table.TableName;
import sleeper.iceberg.IcebergView.Shown;
import sleeper.statestore.table.TableStore;

/**
 * The tables of an instance as a catalog of Iceberg's REST protocol, to read: one namespace, its tables, and of each the metadata, which
 * is caught up before it is given. Source: <a
 * href="https://github.com/apache/iceberg/blob/main/open-api/rest-catalog-open-api.yaml">rest-catalog-open-api.yaml</a>. Tables change by
 * jobs alone, so that all else is refused. Safe for use by many threads.
 */
public final class ReadOnlyCatalog {
    /** The namespace that holds all tables. */
    public static final String NAMESPACE = "sleeper";

    private static final List<String> ENDPOINTS = List.of(
            "GET /v1/{prefix}/namespaces",
            "GET /v1/{prefix}/namespaces/{namespace}",
            "HEAD /v1/{prefix}/namespaces/{namespace}",
            "GET /v1/{prefix}/namespaces/{namespace}/tables",
            "GET /v1/{prefix}/namespaces/{namespace}/tables/{table}",
            "HEAD /v1/{prefix}/namespaces/{namespace}/tables/{table}",
            "POST /v1/{prefix}/namespaces/{namespace}/tables/{table}/metrics");
    private static final JsonMapper JSON = new JsonMapper();

    private final TableStore tables;
    private final InstanceViews views;

    public ReadOnlyCatalog(TableStore tables, InstanceViews views) {
        this.tables = tables;
        this.views = views;
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param json   empty where there is nothing to say
     */
    public record Reply(int status, String json) {
        private static Reply of(int status, ObjectNode json) {
            return new Reply(status, json.toString());
        }

        static final Reply NOTHING = new Reply(204, "");
    }

    /**
     * @param method of HTTP
     * @param target path and query, as they were sent
     * @throws sleeper.core.error.SleeperException if the log of a table cannot be read or its view not be published
     */
    public Reply answer(String method, String target) {
        String[] pathAndQuery = target.split("\\?", 2);
        List<String> path;
        try {
            path = Arrays.stream(pathAndQuery[0].split("/"))
                    .filter(part -> !part.isEmpty())
                    .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            return error(400, "BadRequestException", "The path is not encoded as URLs are: " + e.getMessage());
        }
        boolean isMetrics =
                method.equals("POST") && path.size() == 6 && path.get(5).equals("metrics");
        if (isMetrics) {
            // What a client measured of its scan; nobody asks for it here.
            return Reply.NOTHING;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return error(
                    403,
                    "ForbiddenException",
                    "This catalog is for reading: tables change by jobs alone. Send a job instead, with 'sleeper submit' or to a"
                            + " queue; 'sleeper table' creates and drops tables.");
        }
        Reply reply = read(path, pathAndQuery.length > 1 ? pathAndQuery[1] : "");
        if (method.equals("HEAD")) {
            return reply.status() == 200 ? Reply.NOTHING : new Reply(reply.status(), "");
        }
        return reply;
    }

    private Reply read(List<String> path, String query) {
        if (path.equals(List.of("v1", "config"))) {
            return config();
        }
        if (path.equals(List.of("v1", "namespaces"))) {
            return namespaces(query.contains("parent="));
        }
        if (path.size() < 3 || !path.subList(0, 2).equals(List.of("v1", "namespaces"))) {
            return error(404, "NotFoundException", "There is nothing at this path; /v1/config says what there is.");
        }
        if (!path.get(2).equals(NAMESPACE)) {
            return error(
                    404,
                    "NoSuchNamespaceException",
                    "There is no namespace of this name; all tables are in '" + NAMESPACE + "'.");
        }
        if (path.size() == 3) {
            return namespace();
        }
        if (!path.get(3).equals("tables") || path.size() > 5) {
            return error(404, "NotFoundException", "There is nothing at this path; /v1/config says what there is.");
        }
        return path.size() == 4 ? list() : table(path.get(4));
    }

    private static Reply config() {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("defaults");
        json.putObject("overrides");
        ArrayNode endpoints = json.putArray("endpoints");
        ENDPOINTS.forEach(endpoints::add);
        return Reply.of(200, json);
    }

    private static Reply namespaces(boolean ofAnother) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode namespaces = json.putArray("namespaces");
        if (!ofAnother) {
            namespaces.addArray().add(NAMESPACE);
        }
        return Reply.of(200, json);
    }

    private static Reply namespace() {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("namespace").add(NAMESPACE);
        json.putObject("properties");
        return Reply.of(200, json);
    }

    private Reply list() {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode identifiers = json.putArray("identifiers");
        for (TableName table : tables.list()) {
            ObjectNode identifier = identifiers.addObject();
            identifier.putArray("namespace").add(NAMESPACE);
            identifier.put("name", table.value());
        }
        return Reply.of(200, json);
    }

    private Reply table(String name) {
        Optional<Shown> shown =
                TableName.isValid(name) ? views.of(new TableName(name)).show() : Optional.empty();
        if (shown.isEmpty()) {
            return error(
                    404, "NoSuchTableException", "There is no table of this name: 'sleeper table list' shows all.");
        }
        ObjectNode json =
                JSON.createObjectNode().put("metadata-location", shown.get().location());
        try {
            json.set("metadata", JSON.readTree(shown.get().json()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a version that was read a moment ago is not JSON", e);
        }
        json.putObject("config");
        return Reply.of(200, json);
    }

    private static Reply error(int status, String type, String message) {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("error").put("message", message).put("type", type).put("code", status);
        return Reply.of(status, json);
    }

    /** @return an answer to a request that could not be answered, or is not taken */
    public static Reply failed(int status, String message) {
        return error(status, status == 403 ? "ForbiddenException" : "ServiceFailureException", message);
    }
}
