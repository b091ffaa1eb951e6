package sleeper.core.platform;

import java.util.Arrays;
import java.util.Optional;

/** A kind of thing that an attempt creates on a platform, that costs money while it is there, and that is gone in the end. */
public enum ResourceKind {
    /** A task of ECS. */
    ECS_TASK("ecs-task"),
    /** A cluster of EMR. */
    EMR_CLUSTER("emr-cluster"),
    /** A step on a cluster of EMR. */
    EMR_STEP("emr-step"),
    /** A job run of EMR Serverless. */
    EMR_SERVERLESS_JOB_RUN("emr-serverless-job-run"),
    /** A Job of Kubernetes, with the pods that it owns. */
    KUBERNETES_JOB("kubernetes-job");

    private final String word;

    ResourceKind(String word) {
        this.word = word;
    }

    /** @return the word that stands for it in records and reports */
    public String word() {
        return word;
    }

    public static Optional<ResourceKind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
