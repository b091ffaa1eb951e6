package sleeper.deployed;

/** What a deployment tells its functions by their environment, beside what AWS sets itself. */
public enum FunctionVariable {
    /** The instance's id. */
    INSTANCE_ID("SLEEPER_INSTANCE_ID", "the instance's id, such as prod"),
    INGEST_JOB_ARN("SLEEPER_INGEST_JOB_ARN", "the ARN of the state machine ingest-job"),
    REAP_JOB_ARN("SLEEPER_REAP_JOB_ARN", "the ARN of the state machine reap-job"),
    ERRORS_TOPIC_ARN("SLEEPER_ERRORS_TOPIC_ARN", "the ARN of the topic that errors are published to"),
    JOB_QUEUES("SLEEPER_JOB_QUEUES", "the queues that are deployed, each as WORD=URL, between spaces"),
    DEAD_LETTER_QUEUES("SLEEPER_DEAD_LETTER_QUEUES", "their dead-letter queues, each as WORD=URL, between spaces"),
    INGEST_CLUSTER_ARN("SLEEPER_INGEST_CLUSTER_ARN", "the ARN of the ECS cluster of the ingest task"),
    SPARK_JARS("SLEEPER_SPARK_JARS", "the URI of the Spark job's jars, up to the word that each ends with"),
    TASK_DISK_BYTES("SLEEPER_TASK_DISK_BYTES", "the disk of the ingest task's container, in bytes");

    private final String variable;
    private final String meaning;

    FunctionVariable(String variable, String meaning) {
        this.variable = variable;
        this.meaning = meaning;
    }

    /** @return its name in the environment */
    public String variable() {
        return variable;
    }

    /** @return what its value is, for people */
    public String meaning() {
        return meaning;
    }
}
