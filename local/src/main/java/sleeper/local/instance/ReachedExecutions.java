package sleeper.local.instance;

import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.local.client.ServicesClient;
import sleeper.statestore.instance.Executions;

/** The executions of services, in this process or another. Safe for use by many threads. */
final class ReachedExecutions implements Executions {
    private final ServicesClient client;

    ReachedExecutions(ServicesClient client) {
        this.client = client;
    }

    @Override
    public Start start(String name, String input) {
        return Reached.call(() -> client.start(name, input));
    }

    @Override
    public Optional<Execution> describe(AttemptId attempt) {
        return Reached.call(() -> client.describe(attempt));
    }

    @Override
    public void startReaping(AttemptId attempt) {
        Reached.run(() -> client.startReaping(attempt));
    }

    @Override
    public boolean stop(AttemptId attempt, String error, String cause) {
        return Reached.call(() -> client.stop(attempt, error, cause));
    }
}
