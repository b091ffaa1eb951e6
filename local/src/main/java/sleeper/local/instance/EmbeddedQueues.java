package sleeper.local.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.client.QueuesClient;
import sleeper.local.run.LocalHome;
import sleeper.local.run.QueuesAlone;
import sleeper.local.run.WritableHome;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.JobQueues;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.UnreachableException;

/** The queues of a home for the time of a command: those of a running {@code local}, or else the queues alone. */
final class EmbeddedQueues implements OpenQueues {
    private final ReachedQueues queues;
    private final Optional<QueuesAlone> alone;

    private EmbeddedQueues(LocalEndpoints endpoints, Optional<QueuesAlone> alone) {
        this.queues = new ReachedQueues(new QueuesClient(endpoints));
        this.alone = alone;
    }

    /**
     * @throws UnreachableException if the home cannot be written, a process runs its services and does not say where they listen, or has the
     *                              queues open for longer than one waits
     */
    static EmbeddedQueues open(LocalHome home) throws IOException {
        WritableHome.expect(home.path());
        Optional<QueuesAlone> alone = QueuesAlone.tryOpen(home);
        LocalEndpoints endpoints = alone.isPresent() ? alone.get().endpoints() : EmbeddedInstance.running(home);
        return new EmbeddedQueues(endpoints, alone);
    }

    @Override
    public JobQueues jobs() {
        return queues;
    }

    @Override
    public DeadLetterQueues deadLetters() {
        return queues;
    }

    @Override
    public boolean areServed() {
        return alone.isEmpty();
    }

    @Override
    public void close() {
        if (alone.isPresent()) {
            try {
                alone.get().close();
            } catch (IOException e) {
                throw new UncheckedIOException("the queues could not be closed", e);
            }
        }
    }
}
