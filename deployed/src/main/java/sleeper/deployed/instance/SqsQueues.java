package sleeper.deployed.instance;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sleeper.aws.request.Answer;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.platform.JobQueue;
import sleeper.deployed.SqsAttributes;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.DeadLetters;
import sleeper.statestore.instance.JobQueues;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queues of a deployed instance. Safe for use by many threads. */
final class SqsQueues implements JobQueues, DeadLetterQueues {
    private static final int MOST_AT_ONCE = 10;
    private static final Duration HIDDEN = Duration.ofSeconds(60);
    /** Any wait makes SQS look on all its servers; without one it may miss messages (SQS developer guide, "Short and long polling"). */
    private static final int WAIT_SECONDS = 1;
    /** How SQS refuses a receipt that names no message any more, or one that is not hidden. */
    private static final Set<String> EXPIRED = Set.of(
            "ReceiptHandleIsInvalid",
            "MessageNotInflight",
            "AWS.SimpleQueueService.MessageNotInflight",
            "InvalidParameterValue",
            "InvalidParameterValueException");

    private static final String NOT_RELEASED = "Dead letters were not shown to others again.";

    private final SqsClient client;
    private final DeployedQueues queues;
    private final DeployedArns arns;
    private final CommandRequests requests;
    private final InstantSource clock;
    /** When letters were asked for that are hidden now, by receipt. */
    private final Map<String, Instant> taken = new ConcurrentHashMap<>();

    /** @param client sends each request once */
    SqsQueues(
            SqsClient client, DeployedQueues queues, DeployedArns arns, CommandRequests requests, InstantSource clock) {
        this.client = client;
        this.queues = queues;
        this.arns = arns;
        this.requests = requests;
        this.clock = clock;
    }

    /** {@inheritDoc} Sent once: a second message would be another job where the document has no id. */
    @Override
    public String send(JobQueue queue, String body) {
        URI url = queues.url(queue).orElseThrow(() -> notDeployed(queue));
        return requests.askOnce(
                        "The job was not sent.",
                        "sqs:SendMessage",
                        arns.queue(url),
                        JobQueues::unknown,
                        () -> client.sendMessage(
                                request -> request.queueUrl(url.toString()).messageBody(body)))
                .messageId();
    }

    private InvalidRequestException notDeployed(JobQueue queue) {
        String deployed =
                queues.urls().keySet().stream().sorted().map(JobQueue::word).collect(Collectors.joining(", "));
        return new InvalidRequestException(
                "The job was not sent.",
                List.of(new Fault(
                        ErrorCode.PLATFORM_NOT_DEPLOYED,
                        "queue " + queue.word(),
                        "no " + queue.urlProperty() + " in the properties of the instance " + arns.id(),
                        deployed,
                        "Send it to a queue that is deployed, or deploy the instance with that platform.")));
    }

    @Override
    public Map<JobQueue, Long> waiting() {
        Map<JobQueue, Long> waiting = new EnumMap<>(JobQueue.class);
        queues.urls().forEach((queue, url) -> {
            long depth = depth(url);
            if (depth > 0) {
                waiting.put(queue, depth);
            }
        });
        return waiting;
    }

    /** @return about how many messages a queue has, those included that somebody has taken */
    long depth(URI url) {
        Map<QueueAttributeName, String> attributes = requests.ask(
                        "How many messages wait is not known.",
                        "sqs:GetQueueAttributes",
                        arns.queue(url),
                        () -> client.getQueueAttributes(request -> request.queueUrl(url.toString())
                                .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)))
                .attributes();
        return attributes.values().stream().mapToLong(Long::parseLong).sum();
    }

    /** A message whose reply was lost may be kept twice. */
    @Override
    public void add(JobQueue queue, String messageId, String body, String reason) {
        URI url = queues.deadLetters(queue).orElseThrow(() -> notDeployed(queue));
        var unused = requests.ask(
                "A dead letter was not kept.",
                "sqs:SendMessage",
                arns.queue(url),
                () -> client.sendMessage(request -> request.queueUrl(url.toString())
                        .messageBody(body)
                        .messageAttributes(SqsAttributes.texts(DeadLetters.attributes(messageId, reason)))));
    }

    @Override
    public List<DeadLetter> take(JobQueue queue) {
        return queues.deadLetters(queue).map(url -> take(queue, url)).orElse(List.of());
    }

    private List<DeadLetter> take(JobQueue queue, URI url) {
        taken.values().removeIf(since -> !isHidden(since));
        Instant asked = clock.instant();
        List<Message> messages = receive(url);
        messages.forEach(message -> taken.put(message.receiptHandle(), asked));
        return messages.stream().map(message -> letter(queue, message)).toList();
    }

    private List<Message> receive(URI url) {
        return requests.ask(
                        "The dead letters were not taken.",
                        "sqs:ReceiveMessage",
                        arns.queue(url),
                        () -> client.receiveMessage(request -> request.queueUrl(url.toString())
                                .maxNumberOfMessages(MOST_AT_ONCE)
                                .visibilityTimeout((int) HIDDEN.toSeconds())
                                .waitTimeSeconds(WAIT_SECONDS)
                                .messageAttributeNames("All")))
                .messages();
    }

    /** A message that the starter put there itself has the first message's id and the reason beside it. */
    private static DeadLetter letter(JobQueue queue, Message message) {
        return new DeadLetter(
                queue,
                attribute(message, "messageId").orElse(message.messageId()),
                message.body(),
                attribute(message, "reason").orElse(""),
                message.receiptHandle());
    }

    private static Optional<String> attribute(Message message, String name) {
        return Optional.ofNullable(message.messageAttributes().get(name)).map(MessageAttributeValue::stringValue);
    }

    @Override
    public long count(JobQueue queue) {
        return queues.deadLetters(queue).map(this::depth).orElse(0L);
    }

    @Override
    public void release(JobQueue queue, List<DeadLetter> letters) {
        List<DeadLetter> held = letters.stream().filter(this::isHeld).toList();
        for (int first = 0; first < held.size(); first += MOST_AT_ONCE) {
            URI url = queues.deadLetters(queue).orElseThrow();
            releaseAtOnce(url, held.subList(first, Math.min(first + MOST_AT_ONCE, held.size())));
        }
    }

    private void releaseAtOnce(URI url, List<DeadLetter> letters) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = IntStream.range(0, letters.size())
                .mapToObj(i -> ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(letters.get(i).receipt())
                        .visibilityTimeout(0)
                        .build())
                .toList();
        ChangeMessageVisibilityBatchResponse answer = requests.ask(
                NOT_RELEASED,
                "sqs:ChangeMessageVisibility",
                arns.queue(url),
                () -> client.changeMessageVisibilityBatch(
                        request -> request.queueUrl(url.toString()).entries(entries)));
        List<String> failed = answer.failed().stream()
                .map(BatchResultErrorEntry::code)
                .filter(code -> !EXPIRED.contains(code))
                .toList();
        if (!failed.isEmpty()) {
            throw new TransientFailureException(
                    NOT_RELEASED,
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, arns.queue(url), String.join(", ", failed), "")));
        }
    }

    /**
     * {@inheritDoc} SQS may answer well about a receipt that is not the latest, and delete nothing (SQS API reference, "DeleteMessage"); so
     * one that was taken longer ago than it is hidden is not tried.
     */
    @Override
    public boolean remove(DeadLetter letter) {
        if (!isHeld(letter)) {
            return false;
        }
        URI url = queues.deadLetters(letter.queue()).orElseThrow();
        return requests.askAbout(
                        "A dead letter was not removed.",
                        "sqs:DeleteMessage",
                        arns.queue(url),
                        () -> client.deleteMessage(
                                request -> request.queueUrl(url.toString()).receiptHandle(letter.receipt())),
                        SqsQueues::isExpired)
                .isPresent();
    }

    /** @return whether the letter is hidden for us alone; it is given up here */
    private boolean isHeld(DeadLetter letter) {
        Instant since = taken.remove(letter.receipt());
        return since != null && isHidden(since);
    }

    private boolean isHidden(Instant since) {
        return since.plus(HIDDEN).isAfter(clock.instant());
    }

    private static boolean isExpired(SdkException failure) {
        return failure instanceof AwsServiceException service && EXPIRED.contains(Answer.codeOf(service));
    }
}
