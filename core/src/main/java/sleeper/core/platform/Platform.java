package sleeper.core.platform;

import java.util.Arrays;
import java.util.Optional;

/** Where a job runs. Closed: each new kind must decide how it is started and how it is stopped. */
public enum Platform {
    /** One container: the ingest task. */
    STANDARD("standard"),
    /** Spark on an EMR cluster of the job's own. */
    EMR("emr"),
    /** Spark as a step on the permanent EMR cluster. */
    PERSISTENT_EMR("persistent-emr"),
    /** Spark on EMR Serverless. */
    EMR_SERVERLESS("emr-serverless"),
    /** Spark on Kubernetes. */
    EKS("eks");

    private final String word;

    Platform(String word) {
        this.word = word;
    }

    /** @return the word that stands for it in commands, plans and state machines */
    public String word() {
        return word;
    }

    /** @return whether jobs run on Spark there */
    public boolean isSpark() {
        return this != STANDARD;
    }

    public static Optional<Platform> ofWord(String word) {
        return Arrays.stream(values())
                .filter(platform -> platform.word.equals(word))
                .findFirst();
    }
}
