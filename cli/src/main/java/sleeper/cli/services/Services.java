package sleeper.cli.services;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import sleeper.cli.frame.UnreachableException;
import sleeper.cli.frame.WritableHome;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.client.ServicesClient;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;

/** The services of an instance for the time of a command: those of a running {@code local}, or else the command's own. */
public final class Services implements AutoCloseable {
    /** How long own services may go on after the command is done, so that nothing is left half torn down. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final LocalEndpoints endpoints;
    private final ServicesClient client;
    private final Optional<EmbeddedRun> own;

    private Services(LocalEndpoints endpoints, Optional<EmbeddedRun> own) {
        this.endpoints = endpoints;
        this.client = new ServicesClient(endpoints);
        this.own = own;
    }

    /**
     * Joins the running services of the home, or starts them.
     *
     * @throws UnreachableException if the home cannot be written, or a process has it and does not say where it listens
     */
    public static Services open(LocalHome home) throws IOException {
        WritableHome.expect(home.path());
        Optional<EmbeddedRun> own = EmbeddedRun.tryStart(home);
        if (own.isPresent()) {
            return new Services(own.get().endpoints(), own);
        }
        return new Services(running(home), Optional.empty());
    }

    /** @return where the services of whoever owns the home are found */
    static LocalEndpoints running(LocalHome home) throws IOException {
        return LocalEndpoints.read(home.localJson())
                .orElseThrow(() -> new UnreachableException(
                        "the services at " + home.path(),
                        "another command that runs them for itself",
                        "Wait until it has ended, or run 'sleeper local' and keep that running.",
                        null));
    }

    public ServicesClient client() {
        return client;
    }

    public LocalEndpoints endpoints() {
        return endpoints;
    }

    /** @return whether the services are this command's own and end with it */
    public boolean areOwn() {
        return own.isPresent();
    }

    /** Own services first finish what is open, within half a minute. */
    @Override
    public void close() {
        own.ifPresent(services -> {
            boolean settled = services.settle(SETTLING);
            services.close();
            if (!settled) {
                System.getLogger(Services.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "Executions are still open; they go on with the next command.");
            }
        });
    }
}
