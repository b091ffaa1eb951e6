package sleeper.cdk;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.DeploymentSettings;
import sleeper.lambda.FunctionDescription;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** The queues of jobs, each with the queue of its dead letters, and what takes from them. */
final class Queues {
    private static final int RECEIVES = 5;
    private static final int DAYS = 14;
    private static final int BATCH = 10;
    /** AWS Lambda developer guide, "Using Lambda with Amazon SQS": of the function's time-out. */
    private static final int VISIBILITY = 6;

    private final Construct scope;
    private final InstanceSpec spec;
    private final Map<JobQueue, Queue> queues = new EnumMap<>(JobQueue.class);
    private final Map<JobQueue, Queue> deadLetters = new EnumMap<>(JobQueue.class);

    Queues(Construct parent, InstanceSpec spec) {
        this.scope = new Construct(parent, "Queues");
        this.spec = spec;
        spec.queues().forEach(this::make);
    }

    private void make(JobQueue queue) {
        InstanceNames names = spec.names();
        Queue dead = kept(scope, queue.word() + "-dead-letters", names.deadLetterQueue(queue))
                .build();
        Queue made = kept(scope, queue.word(), names.queue(queue))
                .visibilityTimeout(Duration.seconds(VISIBILITY * FunctionDescription.STARTER.timeoutSeconds()))
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(dead)
                        .maxReceiveCount(RECEIVES)
                        .build())
                .build();
        queues.put(queue, made);
        deadLetters.put(queue, dead);
        CfnOutput unused = CfnOutput.Builder.create(scope, queue.word() + "-url")
                .description(queue.urlProperty())
                .value(made.getQueueUrl())
                .build();
    }

    /** @return a queue that is encrypted, takes requests by TLS alone, and keeps messages as long as SQS does */
    static Queue.Builder kept(Construct scope, String id, String name) {
        return Queue.Builder.create(scope, id)
                .queueName(name)
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(DAYS));
    }

    /** @param starter takes the messages of all queues */
    void startBy(Alias starter) {
        queues.forEach((queue, source) -> {
            EventSourceMapping unused = EventSourceMapping.Builder.create(scope, queue.word() + "-source")
                    .target(starter)
                    .eventSourceArn(source.getQueueArn())
                    .batchSize(BATCH)
                    .reportBatchItemFailures(true)
                    .maxConcurrency(spec.get(DeploymentSettings.STARTER_CONCURRENCY))
                    .build();
        });
    }

    Map<JobQueue, Queue> all() {
        return queues;
    }

    Map<JobQueue, Queue> deadLetters() {
        return deadLetters;
    }

    /** @return the URLs, each as WORD=URL, as the functions' environment has them */
    static String words(Map<JobQueue, Queue> queues) {
        return queues.entrySet().stream()
                .map(queue -> queue.getKey().word() + "=" + queue.getValue().getQueueUrl())
                .collect(Collectors.joining(" "));
    }
}
