package sleeper.core.platform;

import java.util.Arrays;
import java.util.Optional;

/** A queue that jobs are sent to. Its word names it in commands; a property holds its URL. */
public enum JobQueue {
    STANDARD(Platform.STANDARD),
    EMR(Platform.EMR),
    PERSISTENT_EMR(Platform.PERSISTENT_EMR),
    EMR_SERVERLESS(Platform.EMR_SERVERLESS),
    EKS(Platform.EKS),
    /** The suite chooses the platform and says why. */
    AUTO("auto", "AutoJob", "sleeper.auto.job.queue.url", Optional.empty());

    private final String word;
    private final String queueName;
    private final String urlProperty;
    private final Optional<Platform> platform;

    JobQueue(Platform platform) {
        this(
                platform.word(),
                platform.description().queueName(),
                platform.description().queueUrlProperty(),
                Optional.of(platform));
    }

    JobQueue(String word, String queueName, String urlProperty, Optional<Platform> platform) {
        this.word = word;
        this.queueName = queueName;
        this.urlProperty = urlProperty;
        this.platform = platform;
    }

    public String word() {
        return word;
    }

    /** @return the queue's name behind the instance's id, without the {@code Q} that ends it */
    public String queueName() {
        return queueName;
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
