package sleeper.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.api.ApiRequest;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;

/**
 * Finds what answers a request.
 *
 * @param routes no two of one method match the same path, unless the first is meant
 */
public record Router(List<Route> routes) {
    public Router {
        routes = List.copyOf(routes);
    }

    /**
     * @param path below the API's prefix
     * @throws InvalidRequestException UNKNOWN_ADDRESS if there is nothing
     */
    public ObjectNode answer(ApiRequest request, String path) {
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent() && route.method().equals(request.method())) {
                return route.answer(request, variables.get());
            }
        }
        throw unknown(request, path);
    }

    private InvalidRequestException unknown(ApiRequest request, String path) {
        String methods = routes.stream()
                .filter(route -> route.match(path).isPresent())
                .map(Route::method)
                .distinct()
                .collect(Collectors.joining(" or "));
        String where = Fault.place(path, "the path");
        return new InvalidRequestException(
                "",
                List.of(
                        methods.isEmpty()
                                ? Fault.of(
                                        ErrorCode.UNKNOWN_ADDRESS,
                                        where,
                                        "nothing of the API",
                                        "an address of docs/reference/api.md")
                                : Fault.of(ErrorCode.UNKNOWN_ADDRESS, where, request.method(), methods)));
    }
}
