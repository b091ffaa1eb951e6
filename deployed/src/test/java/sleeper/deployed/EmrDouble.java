package sleeper.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Clusters of EMR, and steps on them. Lists have pages of two, the newest first; what is asked to end has ended after the next look
 * at it.
 */
final class EmrDouble extends ServiceDouble {
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    static final String PERMANENT = "j-PERMANENT";
    private static final int PAGE = 2;

    private final List<ObjectNode> clusters = new ArrayList<>();
    private final List<ObjectNode> steps = new ArrayList<>();

    EmrDouble() throws IOException {
        super("ElasticMapReduce");
    }

    synchronized String createCluster(String name, Instant at) {
        return add(clusters, "j-" + (1_000 + clusters.size()), name, at, "WAITING");
    }

    /** @return its id, behind that of its cluster */
    synchronized String addStep(String cluster, String name) {
        String id = add(steps, "s-" + (1_000 + steps.size()), name, NOW, "RUNNING");
        steps.get(steps.size() - 1).put("cluster", cluster);
        return cluster + "/" + id;
    }

    private static String add(List<ObjectNode> all, String id, String name, Instant at, String state) {
        ObjectNode made = JSON.createObjectNode().put("Id", id).put("Name", name);
        made.putObject("Status").put("State", state).putObject("Timeline").put("CreationDateTime", at.getEpochSecond());
        all.add(made);
        return id;
    }

    synchronized void set(String id, String state, String code, String message) {
        ObjectNode status = (ObjectNode) byId(id).path("Status");
        status.put("State", state);
        ObjectNode reason = status.putObject("StateChangeReason").put("Message", message);
        if (!code.isEmpty()) {
            reason.put("Code", code);
        }
    }

    private ObjectNode byId(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? find(clusters, id) : find(steps, id.substring(slash + 1));
    }

    private static ObjectNode find(List<ObjectNode> all, String id) {
        return all.stream()
                .filter(each -> each.path("Id").asText().equals(id))
                .findFirst()
                .orElse(null);
    }

    @Override
    ObjectNode answer(String operation, JsonNode request) throws RefusedException {
        return switch (operation) {
            case "ListClusters" ->
                page("Clusters", since(request.path("CreatedAfter").asDouble()), request);
            case "ListSteps" -> page("Steps", stepsOf(request), request);
            case "DescribeCluster" ->
                described("Cluster", clusters, request.path("ClusterId").asText());
            case "DescribeStep" ->
                described("Step", stepsOf(request), request.path("StepId").asText());
            case "TerminateJobFlows" -> {
                for (JsonNode id : request.path("JobFlowIds")) {
                    end(known("cluster", clusters, id.asText()), "TERMINATING", "TERMINATED", "USER_REQUEST");
                }
                yield JSON.createObjectNode();
            }
            case "CancelSteps" -> cancel(request);
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private ObjectNode cancel(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode infos = answer.putArray("CancelStepsInfoList");
        for (JsonNode id : request.path("StepIds")) {
            ObjectNode step = find(stepsOf(request), id.asText());
            ObjectNode info = infos.addObject().put("StepId", id.asText());
            if (step == null) {
                info.put("Status", "FAILED").put("Reason", "Step does not exist");
            } else {
                info.put("Status", "SUBMITTED");
                end(step, "CANCEL_PENDING", "CANCELLED", "");
            }
        }
        return answer;
    }

    private List<ObjectNode> stepsOf(JsonNode request) {
        return steps.stream()
                .filter(step -> step.path("cluster").equals(request.path("ClusterId")))
                .toList();
    }

    private List<ObjectNode> since(double seconds) {
        return clusters.stream()
                .filter(each -> each.path("Status")
                                .path("Timeline")
                                .path("CreationDateTime")
                                .asLong()
                        >= seconds)
                .toList();
    }

    private static void end(ObjectNode what, String ending, String ended, String code) {
        ObjectNode status = (ObjectNode) what.path("Status");
        if (List.of("STARTING", "BOOTSTRAPPING", "WAITING", "RUNNING", "PENDING")
                .contains(status.path("State").asText())) {
            status.put("State", ending).put("next", ended);
            if (!code.isEmpty()) {
                status.putObject("StateChangeReason").put("Code", code).put("Message", "Terminated by user request");
            }
        }
    }

    private static ObjectNode page(String name, List<ObjectNode> all, JsonNode request) {
        List<ObjectNode> newest = new ArrayList<>(all);
        Collections.reverse(newest);
        int from = request.path("Marker").asInt(0);
        int end = Math.min(from + PAGE, newest.size());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode found = answer.putArray(name);
        newest.subList(from, end).forEach(found::add);
        if (end < newest.size()) {
            answer.put("Marker", Integer.toString(end));
        }
        return answer;
    }

    private static ObjectNode described(String name, List<ObjectNode> all, String id) throws RefusedException {
        ObjectNode found = known(name, all, id);
        ObjectNode answer = JSON.createObjectNode();
        answer.set(name, found.deepCopy());
        ObjectNode status = (ObjectNode) found.path("Status");
        if (status.has("next")) {
            status.put("State", status.path("next").asText()).remove("next");
        }
        return answer;
    }

    private static ObjectNode known(String what, List<ObjectNode> all, String id) throws RefusedException {
        ObjectNode found = find(all, id);
        if (found == null) {
            throw new RefusedException("InvalidRequestException", what + " id '" + id + "' is not valid.");
        }
        return found;
    }
}
