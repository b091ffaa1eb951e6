package sleeper.local.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.LocalHome;

/**
 * A client of the services of a home, wherever these listen by now. It keeps its connections for as long as they do there. Safe for use
 * by many threads.
 */
final class ReachedClient<C> {
    private final LocalHome home;
    private final Function<LocalEndpoints, C> opener;
    private Optional<LocalEndpoints> reached = Optional.empty();
    private Optional<C> client = Optional.empty();

    ReachedClient(LocalHome home, Function<LocalEndpoints, C> opener) {
        this.home = home;
        this.opener = opener;
    }

    /** @return the client; empty if no services say where they listen. Whether they still do is found out by asking */
    synchronized Optional<C> get() {
        try {
            Optional<LocalEndpoints> now = LocalEndpoints.read(home.localJson());
            if (!now.equals(reached)) {
                client = now.map(opener);
                reached = now;
            }
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException("where the services of " + home.path() + " listen could not be read", e);
        }
    }
}
