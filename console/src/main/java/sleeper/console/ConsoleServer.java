package sleeper.console;

import java.net.URI;
import java.util.Set;
import sleeper.api.Api;
import sleeper.statestore.instance.Instance;
import sleeper.stepfunctions.http.Bounds;
import sleeper.stepfunctions.http.HttpEndpoint;

/** Serves the console of one instance to browsers and programs of this machine. */
public final class ConsoleServer implements AutoCloseable {
    /** What its endpoint is called. */
    public static final String NAME = "api";

    private final HttpEndpoint endpoint;
    private final ConsoleService service;
    private final Keys keys;

    private ConsoleServer(HttpEndpoint endpoint, ConsoleService service, Keys keys) {
        this.endpoint = endpoint;
        this.service = service;
        this.keys = keys;
    }

    /**
     * Starts to serve.
     *
     * @param instance says how often it may be looked at for changes
     * @param endpoint which serves nothing yet; closed with the server
     * @param hosts    names of this machine beside localhost under which clients may call it
     */
    public static ConsoleServer start(Instance instance, Api api, Keys keys, HttpEndpoint endpoint, Set<String> hosts) {
        ConsoleService service = new ConsoleService(
                api,
                keys,
                new PageFiles(),
                instance.stories().lookEvery(),
                endpoint.address().getPort());
        endpoint.serve(service, hosts, Bounds.USUAL);
        return new ConsoleServer(endpoint, service, keys);
    }

    /** @return where programs find it */
    public URI address() {
        return endpoint.address();
    }

    /** @return what programs send, as {@code Authorization: Bearer} */
    public String programToken() {
        return keys.programToken();
    }

    /** @return an address that opens the console in a browser, once */
    public String newPageAddress() {
        return service.address(keys.newPageToken());
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
