package sleeper.lambda;

import sleeper.statestore.instance.ForwardingStores;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobStore;

/** An instance whose job store is another. */
final class FailingStores extends ForwardingStores {
    private final JobStore jobs;

    FailingStores(InstanceStores stores, JobStore jobs) {
        super(stores);
        this.jobs = jobs;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }
}
