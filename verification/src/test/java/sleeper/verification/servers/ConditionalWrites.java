package sleeper.verification.servers;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sleeper.faults.Fault;
import sleeper.faults.HttpMessage;

/** Counts writes under a condition as they come, and takes the reply of one away. */
public final class ConditionalWrites {
    private int seen;
    private int lost;

    /**
     * Begins to count.
     *
     * @param number of the write whose reply is lost, counted from 1; 0 for none
     */
    public synchronized void loseReplyOf(int number) {
        seen = 0;
        lost = number;
    }

    /** @return how many there were since it began to count */
    public synchronized int seen() {
        return seen;
    }

    synchronized Optional<Fault> faultOf(HttpMessage request) {
        if (!isConditional(request)) {
            return Optional.empty();
        }
        seen++;
        return seen == lost ? Optional.of(Fault.REPLY_LOST) : Optional.empty();
    }

    /** S3 has conditions in headers, and DynamoDB in the request's document. */
    private static boolean isConditional(HttpMessage request) {
        boolean reads = request.method().equals("GET") || request.isHead();
        boolean ofS3 = request.header("If-None-Match").isPresent()
                || request.header("If-Match").isPresent();
        boolean ofDynamoDb = request.header("X-Amz-Target").isPresent()
                && new String(request.body(), StandardCharsets.ISO_8859_1).contains("\"ConditionExpression\"");
        return !reads && (ofS3 || ofDynamoDb);
    }
}
