package sleeper.local.sqs;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import sleeper.stepfunctions.http.Bounds;
import sleeper.stepfunctions.http.HttpEndpoint;

/** The queues behind their endpoint, for as long as there is room for them. */
final class ElasticMqServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final HttpEndpoint endpoint;
    private final LastingSqs service;

    private ElasticMqServer(HttpEndpoint endpoint, LastingSqs service) {
        this.endpoint = endpoint;
        this.service = service;
    }

    /**
     * Starts the server with what the directory holds.
     *
     * @param endpoint which serves nothing yet; closed with the server
     * @param hosts    names of this machine beside localhost under which clients may call it
     * @param room     on the disk of the directory
     * @throws IllegalStateException if one is open in this process
     */
    static ElasticMqServer start(
            Path directory, HttpEndpoint endpoint, Set<String> hosts, Room room, String region, String account) {
        Supplier<ElasticMq> queues =
                () -> ElasticMq.open(directory, HOST, endpoint.address().getPort(), region, account);
        LastingSqs service = LastingSqs.open(queues, room);
        try {
            endpoint.serve(service, hosts, Bounds.USUAL);
            return new ElasticMqServer(endpoint, service);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    URI endpoint() {
        return endpoint.address();
    }

    LastingSqs service() {
        return service;
    }

    @Override
    public void close() {
        endpoint.close();
        service.close();
    }
}
