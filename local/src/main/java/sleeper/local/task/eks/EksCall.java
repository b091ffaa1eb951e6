package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sleeper.local.task.eks.api.Accounts;
import sleeper.local.task.eks.api.ApiAnswer;
import sleeper.local.task.eks.api.ApiRequest;
import sleeper.stepfunctions.task.TaskFailedException;

/**
 * {@code eks:call}: any call of the API server, made by Step Functions as an administrator. Its output has {@code ResponseBody},
 * {@code StatusCode} and {@code StatusText}; an answer that is an error fails the state with {@code EKS.<status>} and the body as cause.
 */
final class EksCall {
    private final EksCluster cluster;

    EksCall(EksCluster cluster) {
        this.cluster = cluster;
    }

    /** Makes the call that a Task's parameters describe. */
    JsonNode run(JsonNode parameters) {
        ClusterParameters.require(parameters, cluster);
        Map<String, List<String>> query = new HashMap<>();
        parameters.path("QueryParameters").properties().forEach(parameter -> {
            List<String> values = new ArrayList<>();
            parameter.getValue().forEach(value -> values.add(value.asText()));
            query.put(parameter.getKey(), values);
        });
        JsonNode body = parameters.path("RequestBody");
        ApiRequest request = new ApiRequest(
                Accounts.ADMINISTRATOR,
                parameters.path("Method").asText(),
                parameters.path("Path").asText(),
                query,
                "application/json",
                body.isMissingNode() ? "" : body.isTextual() ? body.asText() : body.toString());
        return output(answer(cluster, request));
    }

    /** @throws TaskFailedException with {@code EKS.<status>} if the answer is an error */
    static ApiAnswer answer(EksCluster cluster, ApiRequest request) {
        if (cluster.faults().isAway()) {
            throw new TaskFailedException("EKS.503", "The server is currently unable to handle the request");
        }
        ApiAnswer answer = cluster.api().answer(request);
        if (answer instanceof ApiAnswer.Body body && body.status() >= 400) {
            throw new TaskFailedException("EKS." + body.status(), body.json().toString());
        }
        return answer;
    }

    private static ObjectNode output(ApiAnswer answer) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        if (answer instanceof ApiAnswer.Body body) {
            output.set("ResponseBody", body.json());
            output.put("StatusCode", body.status()).put("StatusText", body.status() == 201 ? "Created" : "OK");
        } else if (answer instanceof ApiAnswer.Text text) {
            output.put("ResponseBody", text.text()).put("StatusCode", 200).put("StatusText", "OK");
        } else if (answer instanceof ApiAnswer.Changes changes) {
            changes.watch().close();
            throw new TaskFailedException("EKS.400", "A watch has no end, which Step Functions would wait for.");
        }
        return output;
    }
}
