package sleeper.statemachine.permission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.statemachine.Deployment;
import sleeper.statemachine.StateMachineFile;

/** What the Tasks of a prepared definition need. */
final class TaskGrants {
    private static final String OWN_ID = "$$.StateMachine.Id";
    private static final JsonMapper JSON = new JsonMapper();

    private final List<TaskPermissions> tasks;

    TaskGrants(List<TaskPermissions> tasks) {
        this.tasks = tasks;
    }

    /** @return the grants, each as often as there are Tasks that need it */
    List<Grant> of(StateMachineFile machine, InstanceShape shape) {
        String definition = machine.prepare(new Deployment(shape.platforms(), shape.substitutions()));
        List<Grant> grants = new ArrayList<>();
        for (JsonNode task : tasksIn(parse(definition))) {
            for (Grant grant : grantsOf(task.path("Resource").asText())) {
                grants.add(grant.on(grant.resources().stream()
                        .map(resource -> resource.startsWith(Grant.OF_TASK)
                                ? named(task, resource.substring(Grant.OF_TASK.length()), machine)
                                : resource)
                        .toList()));
            }
        }
        return grants;
    }

    private static JsonNode parse(String definition) {
        try {
            return JSON.readTree(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a prepared definition is not JSON", e);
        }
    }

    /** @return all Tasks, also within Parallel and Map */
    static List<JsonNode> tasksIn(JsonNode definition) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode state : definition.path("States")) {
            if (state.path("Type").asText().equals("Task")) {
                found.add(state);
            }
            state.path("Branches").forEach(branch -> found.addAll(tasksIn(branch)));
            found.addAll(tasksIn(state.path("ItemProcessor")));
        }
        return found;
    }

    private List<Grant> grantsOf(String resource) {
        return tasks.stream()
                .filter(task -> task.isOf(resource))
                .map(TaskPermissions::grants)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("permissions.json says nothing of the Task " + resource
                        + ". Add what it needs, with the source that says so."));
    }

    private static String named(JsonNode task, String parameter, StateMachineFile machine) {
        JsonNode parameters = task.path("Parameters");
        if (parameters.path(parameter + ".$").asText().equals(OWN_ID)) {
            return "arn:${AwsPartition}:states:${AwsRegion}:${AwsAccountId}:stateMachine:sleeper-${InstanceId}-"
                    + machine.machineName();
        }
        return Optional.ofNullable(parameters.get(parameter))
                .map(JsonNode::asText)
                .orElseThrow(() -> new IllegalStateException(
                        "A Task " + task.path("Resource").asText() + " of " + machine.machineName()
                                + " does not name by " + parameter + " what it needs a grant for."));
    }
}
