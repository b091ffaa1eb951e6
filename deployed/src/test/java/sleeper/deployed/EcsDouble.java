package sleeper.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tasks of ECS. Lists have pages of two; a task that is asked to stop has stopped after the next look at it. */
final class EcsDouble extends ServiceDouble {
    static final String CLUSTER = "arn:aws:ecs:eu-west-2:000000000000:cluster/sleeper-one-ingest-cluster";
    static final String FAMILY = "sleeper-one-ingest-task";
    private static final int PAGE = 2;

    private final Map<String, ObjectNode> tasks = new TreeMap<>();

    EcsDouble() throws IOException {
        super("AmazonEC2ContainerServiceV20141113");
    }

    synchronized String create(String family, String group) {
        String arn = "arn:aws:ecs:eu-west-2:000000000000:task/sleeper-one-ingest-cluster/" + (1_000 + tasks.size());
        ObjectNode task = JSON.createObjectNode()
                .put("taskArn", arn)
                .put("clusterArn", CLUSTER)
                .put("taskDefinitionArn", "arn:aws:ecs:eu-west-2:000000000000:task-definition/" + family + ":3")
                .put("startedBy", "AWS Step Functions")
                .put("group", group)
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

    @Override
    ObjectNode answer(String operation, JsonNode request) throws RefusedException {
        return switch (operation) {
            case "ListTasks" -> list(request);
            case "DescribeTasks" -> describe(request);
            case "StopTask" -> stop(request);
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private ObjectNode stop(JsonNode request) throws RefusedException {
        ObjectNode task = tasks.get(request.path("task").asText());
        if (task == null) {
            throw new RefusedException("InvalidParameterException", "The referenced task was not found.");
        }
        if (task.path("desiredStatus").asText().equals("RUNNING")) {
            task.put("desiredStatus", "STOPPED").put("lastStatus", "STOPPING");
            task.put("stopCode", "UserInitiated")
                    .put("stoppedReason", request.path("reason").asText());
        }
        return JSON.createObjectNode().set("task", task);
    }

    private static String family(ObjectNode task) {
        String arn = task.path("taskDefinitionArn").asText();
        return arn.substring(arn.indexOf('/') + 1, arn.lastIndexOf(':'));
    }

    private ObjectNode list(JsonNode request) {
        List<String> all = tasks.values().stream()
                .filter(task -> family(task).equals(request.path("family").asText()))
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
}
