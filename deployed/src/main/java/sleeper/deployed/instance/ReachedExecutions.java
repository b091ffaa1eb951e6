package sleeper.deployed.instance;

import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.statestore.instance.Executions;

/** Executions as a command reaches them: it does not wait longer than the tries of each request for somebody who answers. */
record ReachedExecutions(Executions executions) implements Executions {
    @Override
    public Start start(String name, String input) {
        return Reached.by(() -> executions.start(name, input));
    }

    @Override
    public Optional<Execution> describe(AttemptId attempt) {
        return Reached.by(() -> executions.describe(attempt));
    }

    @Override
    public void startReaping(AttemptId attempt) {
        boolean unused = Reached.by(() -> {
            executions.startReaping(attempt);
            return true;
        });
    }

    @Override
    public boolean stop(AttemptId attempt, String error, String cause) {
        return Reached.by(() -> executions.stop(attempt, error, cause));
    }
}
