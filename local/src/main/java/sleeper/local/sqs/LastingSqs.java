package sleeper.local.sqs;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.http.HttpAnswer;
import sleeper.stepfunctions.http.HttpService;
import sleeper.stepfunctions.http.Refusal;
import sleeper.stepfunctions.http.RequestGuard;
import sleeper.stepfunctions.http.RequestHead;

/**
 * Queues that outlast a full disk: while there is no room, what would write is refused before it reaches the database, and a database
 * that was lost all the same is opened again as soon as there is. Safe for use by many threads.
 */
final class LastingSqs implements HttpService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastingSqs.class);
    /** Operations that write nothing. */
    private static final Pattern READING = Pattern.compile(
            "AmazonSQS\\.(ListQueues|GetQueueUrl|GetQueueAttributes|ListDeadLetterSourceQueues|ListQueueTags)");

    private final Supplier<ElasticMq> opener;
    private final Room room;
    private Optional<ElasticMq> queues;
    private volatile SqsService service;

    private LastingSqs(Supplier<ElasticMq> opener, Room room) {
        this.opener = opener;
        this.room = room;
        ElasticMq opened = opener.get();
        this.queues = Optional.of(opened);
        this.service = new SqsService(opened.actors(), opened.routes());
    }

    static LastingSqs open(Supplier<ElasticMq> opener, Room room) {
        return new LastingSqs(opener, room);
    }

    @Override
    public RequestGuard guard(int port, Set<String> hosts) {
        return service.guard(port, hosts);
    }

    @Override
    public HttpAnswer answer(RequestHead head, byte[] body) {
        boolean reads = READING.matcher(head.only("X-Amz-Target").orElse("")).matches();
        if (!reads && !room.isThere()) {
            return SqsService.error(head, 503, "ServiceUnavailable", room.words());
        }
        return ready().map(ready -> ready.answer(head, body))
                .orElseGet(() -> SqsService.error(
                        head, 503, "ServiceUnavailable", "The queues have lost their database. " + room.words()));
    }

    /** @return the queues; empty while they cannot be opened */
    private synchronized Optional<SqsService> ready() {
        if (queues.filter(open -> !open.isBroken()).isPresent()) {
            return Optional.of(service);
        }
        queues.ifPresent(ElasticMq::close);
        queues = Optional.empty();
        if (!room.isThere()) {
            return Optional.empty();
        }
        try {
            ElasticMq opened = opener.get();
            queues = Optional.of(opened);
            service = new SqsService(opened.actors(), opened.routes());
            LOG.warn("The queues had lost their database and are open again; no message that was accepted is lost");
            return Optional.of(service);
        } catch (RuntimeException e) {
            LOG.error("The queues could not be opened again", e);
            return Optional.empty();
        }
    }

    @Override
    public HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal) {
        return service.refuse(head, refusal);
    }

    /** Takes the database away, as a disk without room does. */
    synchronized void loseDatabase() {
        queues.ifPresent(ElasticMq::loseDatabase);
    }

    @Override
    public synchronized void close() {
        queues.ifPresent(ElasticMq::close);
        queues = Optional.empty();
    }
}
