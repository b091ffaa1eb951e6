package sleeper.deployed.instance;

import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.JobQueues;
import sleeper.statestore.instance.Services;

/** Services that run whether or not a command uses them. */
record ReachedServices(JobQueues jobs, Executions executions) implements Services {
    @Override
    public boolean areOwn() {
        return false;
    }

    @Override
    public void stopReceiving() {
        // They go on receiving.
    }

    @Override
    public void close() {
        // They go on.
    }
}
