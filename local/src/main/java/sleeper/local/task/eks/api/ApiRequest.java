package sleeper.local.task.eks.api;

import java.util.List;
import java.util.Map;

/**
 * A request to the API server, however it came.
 *
 * @param user        who makes it, as Kubernetes names users
 * @param method      of HTTP, in upper case
 * @param path        such as {@code /api/v1/namespaces/default/pods}
 * @param query       values by name
 * @param contentType of the body; empty if there is none
 * @param body        empty if there is none
 */
public record ApiRequest(
        String user, String method, String path, Map<String, List<String>> query, String contentType, String body) {
    public ApiRequest {
        query = Map.copyOf(query);
    }

    /** @return the value of a parameter, empty if it was not given */
    String parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }
}
