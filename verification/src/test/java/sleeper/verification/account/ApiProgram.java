package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A program that calls the API's function, as the Python client does. */
final class ApiProgram {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final UnaryOperator<String> function;
    private final List<String> called = new ArrayList<>();

    /** @param function gives the reply to an event */
    ApiProgram(UnaryOperator<String> function) {
        this.function = function;
    }

    /** @return the body of the answer, which is a good one */
    JsonNode get(String path, String... query) {
        ObjectNode names = JSON.createObjectNode();
        for (int i = 0; i < query.length; i += 2) {
            names.put(query[i], query[i + 1]);
        }
        return call("GET", path, names, "null", OK);
    }

    /** @return the body of the answer, which is a good one */
    JsonNode post(String path, String body) {
        return post(path, body, OK);
    }

    JsonNode post(String path, String body, int status) {
        return call("POST", path, JSON.createObjectNode(), body, status);
    }

    private JsonNode call(String method, String path, ObjectNode query, String body, int status) {
        JsonNode reply = call(method, path, query, body);
        assertThat(reply.path("status").asInt())
                .as("%s %s: %s", method, path, reply)
                .isEqualTo(status);
        return reply.get("body");
    }

    /** @return the answer, whatever it is: its status and its body */
    JsonNode look(String path) {
        return call("GET", path, JSON.createObjectNode(), "null");
    }

    private JsonNode call(String method, String path, ObjectNode query, String body) {
        try {
            ObjectNode event = JSON.createObjectNode().put("method", method).put("path", "/api/v1" + path);
            event.set("query", query);
            event.set("body", JSON.readTree(body));
            called.add(method + " " + path);
            return JSON.readTree(function.apply(event.toString()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @return method and path of each call so far */
    List<String> called() {
        return List.copyOf(called);
    }
}
