package sleeper.core.platform;

import java.util.Arrays;
import java.util.Optional;

/** A queue that jobs are sent to. Its word names it in commands; a property holds its URL. */
public enum JobQueue {
    STANDARD("standard", "sleeper.ingest.job.queue.url", Optional.of(Platform.STANDARD)),
    EMR("emr", "sleeper.bulk.import.emr.job.queue.url", Optional.of(Platform.EMR)),
    PERSISTENT_EMR(
            "persistent-emr", "sleeper.bulk.import.persistent.emr.job.queue.url", Optional.of(Platform.PERSISTENT_EMR)),
    EMR_SERVERLESS(
            "emr-serverless", "sleeper.bulk.import.emr.serverless.job.queue.url", Optional.of(Platform.EMR_SERVERLESS)),
    EKS("eks", "sleeper.bulk.import.eks.job.queue.url", Optional.of(Platform.EKS)),
    /** The suite chooses the platform and says why. */
    AUTO("auto", "sleeper.auto.job.queue.url", Optional.empty());

    private final String word;
    private final String urlProperty;
    private final Optional<Platform> platform;

    JobQueue(String word, String urlProperty, Optional<Platform> platform) {
        this.word = word;
        this.urlProperty = urlProperty;
        this.platform = platform;
    }

    public String word() {
        return word;
    }

    /** @return name of the instance property that holds the queue's URL */
    public String urlProperty() {
        return urlProperty;
    }

    /** @return the platform the queue stands for; empty where validation chooses */
    public Optional<Platform> platform() {
        return platform;
    }

    public static Optional<JobQueue> ofWord(String word) {
        return Arrays.stream(values()).filter(queue -> queue.word.equals(word)).findFirst();
    }
}
