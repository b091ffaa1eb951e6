package sleeper.deployed;

import java.util.Optional;
import sleeper.core.platform.Platform;

/**
 * What a deployment tells its functions by their environment, beside what AWS sets itself. What a platform's stack has to tell is set
 * where the stack is deployed; all else always is.
 */
public enum FunctionVariable {
    /** The instance's id. */
    INSTANCE_ID("SLEEPER_INSTANCE_ID", "the instance's id, such as prod"),
    INGEST_JOB_ARN("SLEEPER_INGEST_JOB_ARN", "the ARN of the state machine ingest-job"),
    REAP_JOB_ARN("SLEEPER_REAP_JOB_ARN", "the ARN of the state machine reap-job"),
    ERRORS_TOPIC_ARN("SLEEPER_ERRORS_TOPIC_ARN", "the ARN of the topic that errors are published to"),
    JOB_QUEUES("SLEEPER_JOB_QUEUES", "the queues that are deployed, each as WORD=URL, between spaces"),
    DEAD_LETTER_QUEUES("SLEEPER_DEAD_LETTER_QUEUES", "their dead-letter queues, each as WORD=URL, between spaces"),
    SPARK_JARS("SLEEPER_SPARK_JARS", "the URI of the Spark job's jars, up to the word that each ends with"),
    /** Set where none is deployed, too: empty then. */
    OPTIONAL_STACKS(
            "SLEEPER_OPTIONAL_STACKS",
            "the optional stacks that are deployed, such as IngestStack,EksBulkImportStack; empty for none"),
    INGEST_CLUSTER_ARN(
            "SLEEPER_INGEST_CLUSTER_ARN", "the ARN of the ECS cluster of the ingest task", Platform.STANDARD),
    TASK_DISK_BYTES("SLEEPER_TASK_DISK_BYTES", "the disk of the ingest task's container, in bytes", Platform.STANDARD),
    PERSISTENT_EMR_CLUSTER_ID(
            "SLEEPER_PERSISTENT_EMR_CLUSTER_ID",
            "the id of the permanent EMR cluster, such as j-2AXXXXXXGAPLF",
            Platform.PERSISTENT_EMR),
    EMR_SERVERLESS_APPLICATION_ID(
            "SLEEPER_EMR_SERVERLESS_APPLICATION_ID",
            "the id of the EMR Serverless application, 1 to 64 of 0-9 a-z",
            Platform.EMR_SERVERLESS),
    EKS_CLUSTER_NAME("SLEEPER_EKS_CLUSTER_NAME", "the name of the EKS cluster, such as sleeper-prod", Platform.EKS),
    EKS_ENDPOINT(
            "SLEEPER_EKS_ENDPOINT", "the https address of the EKS cluster's API server, without a path", Platform.EKS),
    EKS_CERTIFICATE_AUTHORITY(
            "SLEEPER_EKS_CERTIFICATE_AUTHORITY",
            "the certificate authority of the EKS cluster's API server as EKS gives it, PEM in Base64",
            Platform.EKS),
    EKS_NAMESPACE(
            "SLEEPER_EKS_NAMESPACE",
            "the namespace of the Jobs on the EKS cluster, 1 to 63 of a-z 0-9 -",
            Platform.EKS);

    private final String variable;
    private final String meaning;
    private final Optional<Platform> platform;

    FunctionVariable(String variable, String meaning) {
        this(variable, meaning, Optional.empty());
    }

    FunctionVariable(String variable, String meaning, Platform platform) {
        this(variable, meaning, Optional.of(platform));
    }

    FunctionVariable(String variable, String meaning, Optional<Platform> platform) {
        this.variable = variable;
        this.meaning = meaning;
        this.platform = platform;
    }

    /** @return its name in the environment */
    public String variable() {
        return variable;
    }

    /** @return what its value is, for people */
    public String meaning() {
        return meaning;
    }

    /** @return the platform whose stack sets it; empty if it is always set */
    public Optional<Platform> platform() {
        return platform;
    }
}
