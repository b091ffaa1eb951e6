package sleeper.faults;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import sleeper.aws.client.AwsClients;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A server behind a proxy that makes faults, with clients as the product has them.
 *
 * @param <C> the service's client
 */
public abstract class FaultyServer<C extends SdkAutoCloseable> implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(800);

    private final FaultProxy proxy;
    private final CallSites sites;
    private final C patient;
    private final C impatient;

    /** @param client builds a client with region and credentials */
    protected FaultyServer(URI server, Service service, Function<AwsClients, C> client) throws IOException {
        proxy = new FaultProxy(server, service);
        sites = new CallSites(proxy);
        String variable = "AWS_ENDPOINT_URL_" + service.name();
        patient = client.apply(clients(variable, PATIENCE));
        impatient = client.apply(clients(variable, LITTLE_PATIENCE));
    }

    private AwsClients clients(String variable, Duration patience) {
        String endpoint = proxy.endpoint().toString();
        return new AwsClients(name -> name.equals(variable) ? endpoint : null, List.of(sites), patience);
    }

    public FaultProxy proxy() {
        return proxy;
    }

    public CallSites sites() {
        return sites;
    }

    /** @param isImpatient whether a reply is waited for but a short time */
    public C client(boolean isImpatient) {
        return isImpatient ? impatient : patient;
    }

    @Override
    public void close() throws IOException {
        patient.close();
        impatient.close();
        proxy.close();
    }
}
