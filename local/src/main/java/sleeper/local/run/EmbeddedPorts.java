package sleeper.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.JobId;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.FailureWords;
import sleeper.lambda.port.JobMetrics;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.PlatformResources;
import sleeper.local.mail.Mailbox;
import sleeper.local.mail.Notice;
import sleeper.local.sqs.LocalQueues;
import sleeper.statestore.instance.DeadLetters;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.ViewCatalog;

/** What the handlers reach beyond themselves on the embedded run. */
public final class EmbeddedPorts {
    /** How long a message that the starter has taken is hidden from other takers. */
    static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(30);

    /** Whoever uses the machine may read its buckets, which are folders of the home. */
    public static final boolean ANY_SOURCE_BY_DEFAULT = true;

    /** Drivers are children of this process, and have the variables of what started it. The bucket stands in for a deployment's. */
    public static final SparkSite SPARK = SparkSite.of("s3://sleeper-jars/sleeper-spark-job");

    private EmbeddedPorts() {}

    static LambdaPorts of(
            InstanceStores stores,
            InstantSource clock,
            Executions executions,
            Mailbox mailbox,
            DeadLetters deadLetters,
            PlatformResources resources) {
        return new LambdaPorts(
                stores,
                clock,
                executions,
                (subject, message, attributes) -> publish(mailbox, subject, message, attributes),
                deadLetters,
                resources,
                ViewCatalog.NONE,
                JobMetrics.NONE,
                EmbeddedPorts::freeBytes,
                Arrays.stream(JobQueue.values()).collect(Collectors.toMap(EmbeddedPorts::queueName, queue -> queue)),
                SPARK,
                ANY_SOURCE_BY_DEFAULT);
    }

    /** @return the dead-letter queues of the embedded run */
    public static DeadLetters deadLetters(LocalQueues queues) {
        return (queue, messageId, body, reason) -> {
            String unused = queues.send(
                    LocalQueues.deadLetterName(queueName(queue)), body, DeadLetters.attributes(messageId, reason));
        };
    }

    /** @return the name of a queue of jobs */
    public static String queueName(JobQueue queue) {
        return "sleeper-" + queue.word();
    }

    private static void publish(Mailbox mailbox, String subject, String message, Map<String, String> attributes) {
        String about = attributes.getOrDefault("jobId", "");
        try {
            Path unused = mailbox.deliver(new Notice(JobId.isValid(about) ? about : "unknown", subject, message));
        } catch (IOException e) {
            throw new TransientFailureException(
                    "The notification was not delivered.",
                    List.of(Fault.of(DiskSpace.codeOf(e), "the mailbox", FailureWords.of(e), "")),
                    e);
        }
    }

    /** @return room where a task of this machine spills to; empty if that cannot be told */
    public static OptionalLong freeBytes() {
        try {
            return OptionalLong.of(Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir")))
                    .getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
