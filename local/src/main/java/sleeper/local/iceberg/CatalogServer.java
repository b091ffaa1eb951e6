package sleeper.local.iceberg;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.SleeperException;
import sleeper.iceberg.ReadOnlyCatalog;
import sleeper.iceberg.ReadOnlyCatalog.Reply;
import sleeper.lambda.view.TableViews;
import sleeper.statestore.instance.InstanceStores;
import sleeper.stepfunctions.http.Bounds;
import sleeper.stepfunctions.http.HttpAnswer;
import sleeper.stepfunctions.http.HttpEndpoint;
import sleeper.stepfunctions.http.HttpService;
import sleeper.stepfunctions.http.PageGuard;
import sleeper.stepfunctions.http.Refusal;
import sleeper.stepfunctions.http.RequestGuard;
import sleeper.stepfunctions.http.RequestHead;

/**
 * The catalog of the tables' Iceberg views over HTTP, to read. No credentials are asked for, since engines send none; web pages are kept
 * away as from each port. Nothing of Iceberg's library is loaded before the first request.
 */
public final class CatalogServer implements AutoCloseable {
    /** What its endpoint is called. */
    public static final String NAME = "iceberg";

    private static final Logger LOG = LoggerFactory.getLogger(CatalogServer.class);

    private final HttpEndpoint endpoint;

    private CatalogServer(HttpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Starts to serve.
     *
     * @param endpoint which serves nothing yet; closed with the server
     * @param hosts    names of this machine beside localhost under which clients may call it
     */
    public static CatalogServer start(InstanceStores stores, HttpEndpoint endpoint, Set<String> hosts) {
        endpoint.serve(new Service(stores), hosts, Bounds.USUAL);
        return new CatalogServer(endpoint);
    }

    /** Where clients find it. */
    public URI endpoint() {
        return endpoint.address();
    }

    @Override
    public void close() {
        endpoint.close();
    }

    private record Service(InstanceStores stores) implements HttpService {
        @Override
        public RequestGuard guard(int port, Set<String> hosts) {
            return new PageGuard(port, hosts);
        }

        @Override
        public HttpAnswer answer(RequestHead head, byte[] body) {
            try {
                return answer(new ReadOnlyCatalog(stores.tables(), TableViews.of(stores))
                        .answer(head.method(), head.target()));
            } catch (SleeperException e) {
                return answer(ReadOnlyCatalog.failed(503, e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("A request to the catalog failed", e);
                return answer(ReadOnlyCatalog.failed(500, "The catalog failed: " + e));
            }
        }

        @Override
        public HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal) {
            return answer(ReadOnlyCatalog.failed(refusal.reason().status(), refusal.message()));
        }

        private static HttpAnswer answer(Reply reply) {
            return HttpAnswer.text(reply.status(), Map.of("Content-Type", "application/json"), reply.json());
        }
    }
}
