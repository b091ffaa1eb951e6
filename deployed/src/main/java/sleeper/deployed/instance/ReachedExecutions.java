package sleeper.deployed.instance;

import java.util.Optional;
import java.util.function.Supplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.UnreachableException;

/** Executions as a command reaches them: it does not wait longer than the tries of each request for somebody who answers. */
record ReachedExecutions(Executions executions) implements Executions {
    @Override
    public Start start(String name, String input) {
        return reached(() -> executions.start(name, input));
    }

    @Override
    public Optional<Execution> describe(AttemptId attempt) {
        return reached(() -> executions.describe(attempt));
    }

    @Override
    public void startReaping(AttemptId attempt) {
        boolean unused = reached(() -> {
            executions.startReaping(attempt);
            return true;
        });
    }

    @Override
    public boolean stop(AttemptId attempt, String error, String cause) {
        return reached(() -> executions.stop(attempt, error, cause));
    }

    private static <T> T reached(Supplier<T> call) {
        try {
            return call.get();
        } catch (TransientFailureException e) {
            if (e.code() != ErrorCode.UNAVAILABLE) {
                throw e;
            }
            throw new UnreachableException(
                    e.faults().get(0).where(), e.faults().get(0).found(), "Mend what it says, and try again.", e);
        }
    }
}
