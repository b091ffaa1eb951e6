package sleeper.cli.services;

import java.io.IOException;
import java.util.Optional;
import sleeper.cli.frame.UnreachableException;
import sleeper.cli.frame.WritableHome;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.client.QueuesClient;
import sleeper.local.run.LocalHome;
import sleeper.local.run.QueuesAlone;

/** The queues of an instance for the time of a command: those of a running {@code local}, or else the queues alone. */
public final class Queues implements AutoCloseable {
    private final QueuesClient client;
    private final Optional<QueuesAlone> alone;

    private Queues(LocalEndpoints endpoints, Optional<QueuesAlone> alone) {
        this.client = new QueuesClient(endpoints);
        this.alone = alone;
    }

    /** @throws UnreachableException if the home cannot be written, or a process has it and does not say where it listens */
    public static Queues open(LocalHome home) throws IOException {
        WritableHome.expect(home.path());
        Optional<QueuesAlone> alone = QueuesAlone.tryOpen(home);
        LocalEndpoints endpoints = alone.isPresent() ? alone.get().endpoints() : Services.running(home);
        return new Queues(endpoints, alone);
    }

    public QueuesClient client() {
        return client;
    }

    /** @return whether somebody takes messages from the queues */
    public boolean areServed() {
        return alone.isEmpty();
    }

    @Override
    public void close() throws IOException {
        if (alone.isPresent()) {
            alone.get().close();
        }
    }
}
