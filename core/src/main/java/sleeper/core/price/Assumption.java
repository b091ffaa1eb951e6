package sleeper.core.price;

/** A figure that estimates need and that was not measured on AWS. */
public enum Assumption {
    /** Part of a measured core's rows that a vCPU takes in. */
    VCPU_OF_CORE("rows that a vCPU takes in, as a part of what a core did when measured"),
    TASK_OVERHEAD("seconds around the work of an ingest task"),
    CLUSTER_OVERHEAD("seconds around the work of an EMR cluster of the job's own"),
    STEP_OVERHEAD("seconds around the work of a step on the permanent cluster"),
    CLUSTER_GROWTH("seconds until managed scaling has added instances"),
    CLUSTER_SHRINKAGE("seconds until instances that were added are gone again"),
    WORKERS_OVERHEAD("seconds around the work of EMR Serverless"),
    WARM_WORKERS_OVERHEAD("seconds around the work of EMR Serverless, its application being started"),
    PODS_OVERHEAD("seconds around the work of pods on Fargate"),
    TASK_VCPUS("vCPUs of an ingest task"),
    TASK_MEMORY_OF_BUDGET("memory of an ingest task, as a multiple of sleeper.ingest.memory.budget"),
    STATE_TRANSITIONS("state transitions of one job"),
    FUNCTION_CALLS("calls of functions of one job"),
    FUNCTION_GB_SECONDS("GB-seconds of functions of one job");

    private final String words;

    Assumption(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
