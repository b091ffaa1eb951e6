package sleeper.deployed.instance;

import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.JobQueues;
import sleeper.statestore.instance.OpenQueues;

/** Queues that are there whether or not a command uses them. */
record ReachedQueues(SqsQueues queues) implements OpenQueues {
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
        return true;
    }

    @Override
    public void close() {
        // They go on.
    }
}
