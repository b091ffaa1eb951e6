package sleeper.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.api.error.ErrorReport;
import sleeper.api.error.ErrorStatus;
import sleeper.api.route.ExecutionRoutes;
import sleeper.api.route.InstanceRoutes;
import sleeper.api.route.JobActionRoutes;
import sleeper.api.route.JobRoutes;
import sleeper.api.route.LetterRoutes;
import sleeper.api.route.Route;
import sleeper.api.route.Router;
import sleeper.api.route.TableActionRoutes;
import sleeper.api.route.TableRoutes;
import sleeper.statestore.instance.Instance;

/** What browsers and programs ask of an instance, as JSON, wherever it is. Safe for use by many threads. */
public final class Api {
    /** Stands before every address. */
    public static final String PREFIX = "/api/v1";

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Router router;

    private Api(Router router) {
        this.router = router;
    }

    /**
     * @param place what is known of the instance by whoever serves it
     * @param clock from which times past are counted
     * @param more  addresses that only the place has
     */
    public static Api of(Instance instance, ApiPlace place, InstantSource clock, List<Route> more) {
        List<Route> routes = new ArrayList<>(more);
        routes.addAll(new InstanceRoutes(instance, place).all());
        routes.addAll(new JobRoutes(instance, clock).all());
        routes.addAll(new JobActionRoutes(instance).all());
        routes.addAll(new TableRoutes(instance).all());
        routes.addAll(new TableActionRoutes(instance).all());
        routes.addAll(new LetterRoutes(instance).all());
        routes.addAll(new ExecutionRoutes(instance).all());
        return ofRoutes(routes);
    }

    /** @param routes all its addresses; the first that matches a request answers it */
    public static Api ofRoutes(List<Route> routes) {
        return new Api(new Router(routes));
    }

    /** @return every address, in the order in which they are tried */
    public List<Route> routes() {
        return router.routes();
    }

    /** @return the reply; whatever goes wrong is a reply, too */
    public ApiReply answer(ApiRequest request) {
        try {
            String path = request.path().startsWith(PREFIX + "/")
                    ? request.path().substring(PREFIX.length())
                    : request.path();
            return new ApiReply(ApiReply.OK, router.answer(request, path));
        } catch (RuntimeException e) {
            if (ErrorStatus.isInternal(e)) {
                LOG.error("{} {} failed", request.method(), request.path(), e);
            }
            return failed(e);
        }
    }

    /** @return what went wrong, as the API tells it */
    public static ApiReply failed(RuntimeException error) {
        return failed(ErrorStatus.of(error), ErrorStatus.report(error));
    }

    /** @return an error as the API tells it */
    public static ApiReply failed(int status, ErrorReport report) {
        ObjectNode body = report.json();
        return new ApiReply(status, body);
    }
}
