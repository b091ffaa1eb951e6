package sleeper.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * As much of ECS as the port asks of it, over its protocol (JSON 1.1). Lists have pages of two; a task is stopped by the second look after
 * it was asked to.
 */
final class EcsDouble implements AutoCloseable {
    static final String CLUSTER = "arn:aws:ecs:eu-west-2:000000000000:cluster/sleeper-one-ingest-cluster";
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";
    private static final int PAGE = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, ObjectNode> tasks = new TreeMap<>();
    private final Deque<String> refusals = new ArrayDeque<>();
    private int created;

    EcsDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next request is answered by an error. */
    synchronized void refuse(String code) {
        refusals.add(code);
    }

    synchronized String create(String startedBy) {
        String arn = "arn:aws:ecs:eu-west-2:000000000000:task/sleeper-one-ingest-cluster/" + (1_000 + ++created);
        ObjectNode task = JSON.createObjectNode()
                .put("taskArn", arn)
                .put("clusterArn", CLUSTER)
                .put("startedBy", startedBy)
                .put("lastStatus", "RUNNING")
                .put("desiredStatus", "RUNNING");
        task.putArray("containers").addObject().put("name", "ingest").put("lastStatus", "RUNNING");
        tasks.put(arn, task);
        return arn;
    }

    synchronized void set(String arn, String lastStatus) {
        tasks.get(arn).put("lastStatus", lastStatus);
    }

    synchronized void exit(String arn, int code) {
        ObjectNode task = tasks.get(arn);
        task.put("lastStatus", "STOPPED").put("desiredStatus", "STOPPED");
        task.put("stopCode", "EssentialContainerExited").put("stoppedReason", "Essential container in task exited");
        ((ObjectNode) task.path("containers").path(0)).put("exitCode", code);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target").substring(TARGET.length());
        if (!refusals.isEmpty()) {
            send(exchange, 400, refusal(refusals.poll(), "said"));
            return;
        }
        switch (operation) {
            case "ListTasks" -> send(exchange, 200, list(request));
            case "DescribeTasks" -> send(exchange, 200, describe(request));
            case "StopTask" -> {
                ObjectNode task = tasks.get(request.path("task").asText());
                if (task == null) {
                    send(exchange, 400, refusal("InvalidParameterException", "The referenced task was not found."));
                } else {
                    stop(task, request.path("reason").asText());
                    send(exchange, 200, JSON.createObjectNode().set("task", task));
                }
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private static void stop(ObjectNode task, String reason) {
        if (task.path("desiredStatus").asText().equals("RUNNING")) {
            task.put("desiredStatus", "STOPPED").put("lastStatus", "STOPPING");
            task.put("stopCode", "UserInitiated").put("stoppedReason", reason);
        }
    }

    private ObjectNode list(JsonNode request) {
        List<String> all = tasks.values().stream()
                .filter(task -> task.path("startedBy").equals(request.path("startedBy")))
                .filter(task -> task.path("desiredStatus").equals(request.path("desiredStatus")))
                .map(task -> task.path("taskArn").asText())
                .toList();
        int from = request.path("nextToken").asInt(0);
        int end = Math.min(from + PAGE, all.size());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode arns = answer.putArray("taskArns");
        all.subList(from, end).forEach(arns::add);
        if (end < all.size()) {
            answer.put("nextToken", Integer.toString(end));
        }
        return answer;
    }

    private ObjectNode describe(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode found = answer.putArray("tasks");
        ArrayNode failures = answer.putArray("failures");
        for (JsonNode arn : request.path("tasks")) {
            ObjectNode task = tasks.get(arn.asText());
            if (task == null) {
                failures.addObject().put("arn", arn.asText()).put("reason", "MISSING");
            } else {
                found.add(task.deepCopy());
                if (task.path("lastStatus").asText().equals("STOPPING")) {
                    task.put("lastStatus", "STOPPED");
                }
            }
        }
        return answer;
    }

    private static ObjectNode refusal(String code, String message) {
        return JSON.createObjectNode().put("__type", code).put("message", message);
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
