package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.StringJoiner;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.local.task.Held;
import sleeper.local.task.RecordBook;

/**
 * A cluster as it is kept.
 *
 * @param number    grows from cluster to cluster
 * @param request   of {@code RunJobFlow}, whole
 * @param permanent whether it is the instance's own, which no attempt made
 * @param code      of the last change of its state, such as {@code USER_REQUEST}; may be empty
 * @param message   of that change, for people; may be empty
 * @param createdAt when it was asked for
 * @param since     when it came to its state
 */
record EmrCluster(
        long number,
        String id,
        JsonNode request,
        boolean permanent,
        ClusterState state,
        String code,
        String message,
        Instant createdAt,
        Instant since)
        implements RecordBook.Numbered {
    private static final String ATTEMPT_TAG = "sleeper-attempt";

    EmrCluster in(ClusterState now, String newCode, String newMessage, Instant at) {
        return new EmrCluster(number, id, request, permanent, now, newCode, newMessage, createdAt, at);
    }

    EmrCluster with(JsonNode newRequest) {
        return new EmrCluster(number, id, newRequest, permanent, state, code, message, createdAt, since);
    }

    String name() {
        return request.path("Name").asText();
    }

    String releaseLabel() {
        return request.path("ReleaseLabel").asText();
    }

    /** @return steps that run at a time */
    int stepConcurrency() {
        return request.path("StepConcurrencyLevel").asInt(1);
    }

    /** @return seconds without a step after which it ends itself; 0 for never */
    long idleTimeoutSeconds() {
        return request.at("/AutoTerminationPolicy/IdleTimeout").asLong();
    }

    boolean isTerminationProtected() {
        return request.at("/Instances/TerminationProtected").asBoolean();
    }

    /** @return whether its tags say that an attempt's execution of this name made it */
    boolean isOf(String executionName) {
        for (JsonNode tag : request.path("Tags")) {
            if (tag.path("Key").asText().equals(ATTEMPT_TAG)
                    && tag.path("Value").asText().equals(executionName)) {
                return true;
            }
        }
        return false;
    }

    String reason() {
        return code.isEmpty() ? message : code + ": " + message;
    }

    Resource resource() {
        return new Resource(ResourceKind.EMR_CLUSTER, id, state.stage(), state.name(), reason());
    }

    Held held() {
        return new Held(resource(), name(), size(), "", since, permanent);
    }

    /** @return such as {@code emr-7.13.0, MASTER 1 m5.xlarge, CORE 2 m5.4xlarge, scaled to 10 at the most} */
    private String size() {
        StringJoiner words = new StringJoiner(", ");
        words.add(releaseLabel());
        for (JsonNode fleet : request.at("/Instances/InstanceFleets")) {
            int machines = fleet.path("TargetOnDemandCapacity").asInt()
                    + fleet.path("TargetSpotCapacity").asInt();
            StringJoiner types = new StringJoiner(" or ");
            fleet.path("InstanceTypeConfigs")
                    .forEach(config -> types.add(config.path("InstanceType").asText()));
            words.add(fleet.path("InstanceFleetType").asText() + " " + machines + " " + types);
        }
        JsonNode most = request.at("/ManagedScalingPolicy/ComputeLimits/MaximumCapacityUnits");
        if (most.isInt()) {
            words.add("scaled to " + most.intValue() + " at the most");
        }
        return words.toString();
    }

    /** @return {@code Status} as {@code DescribeCluster} shows it */
    ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("State", state.name());
        ObjectNode change = status.putObject("StateChangeReason");
        if (!code.isEmpty()) {
            change.put("Code", code);
        }
        change.put("Message", message);
        return status;
    }

    @Override
    public String key() {
        return id;
    }

    @Override
    public String recordName() {
        return id;
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("number", number).put("id", id);
        json.set("request", request);
        return json.put("permanent", permanent)
                .put("state", state.name())
                .put("code", code)
                .put("message", message)
                .put("createdAt", createdAt.toString())
                .put("since", since.toString());
    }

    static EmrCluster fromJson(JsonNode json) {
        return new EmrCluster(
                json.path("number").asLong(),
                json.path("id").asText(),
                json.path("request"),
                json.path("permanent").asBoolean(),
                ClusterState.valueOf(json.path("state").asText()),
                json.path("code").asText(),
                json.path("message").asText(),
                Instant.parse(json.path("createdAt").asText()),
                Instant.parse(json.path("since").asText()));
    }
}
