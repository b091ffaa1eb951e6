package sleeper.local.instance;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.client.ServicesClient;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;
import sleeper.local.run.WritableHome;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.JobQueues;
import sleeper.statestore.instance.Services;
import sleeper.statestore.instance.UnreachableException;

/** The services of a home for the time of a command: those of a running {@code local}, or else the command's own. */
final class EmbeddedServices implements Services {
    /** How long own services may go on after the command is done, so that nothing is left half torn down. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);

    private final ReachedQueues queues;
    private final ReachedExecutions executions;
    private final Optional<EmbeddedRun> own;

    private EmbeddedServices(LocalEndpoints endpoints, Optional<EmbeddedRun> own) {
        ServicesClient client = new ServicesClient(endpoints);
        this.queues = new ReachedQueues(client.queues());
        this.executions = new ReachedExecutions(client);
        this.own = own;
    }

    /** @throws UnreachableException if the home cannot be written, or a process that has it does not say in time where it listens */
    static EmbeddedServices open(LocalHome home) throws IOException {
        WritableHome.expect(home.path());
        Optional<EmbeddedRun> own = EmbeddedRun.tryStart(home);
        LocalEndpoints endpoints = own.isPresent() ? own.get().endpoints() : EmbeddedInstance.running(home);
        return new EmbeddedServices(endpoints, own);
    }

    @Override
    public JobQueues jobs() {
        return queues;
    }

    @Override
    public Executions executions() {
        return executions;
    }

    @Override
    public boolean areOwn() {
        return own.isPresent();
    }

    @Override
    public void stopReceiving() {
        own.ifPresent(EmbeddedRun::stopReceiving);
    }

    @Override
    public void close() {
        own.ifPresent(services -> {
            boolean settled = services.settle(SETTLING);
            services.close();
            if (!settled) {
                LOG.warn("Executions are still open; they go on with the next command.");
            }
        });
    }
}
