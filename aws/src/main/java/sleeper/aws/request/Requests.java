package sleeper.aws.request;

import java.io.UncheckedIOException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends requests, and sends again those that may be. A read may be sent again after every failure that another try can mend. A write
 * is sent again only where the answer says that nothing was done; a failure that leaves it open is the caller's to settle. How often,
 * and after which waits, is for {@link Tries} to say. Safe for use by many threads.
 */
public final class Requests {
    private final Surroundings surroundings;

    public Requests(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * @param request changes nothing, or the same whether it is done once or twice
     * @throws SdkException how the last try failed
     */
    public <T> T repeatable(Supplier<T> request) {
        return send(request, answer -> answer.mayBeSentAgain() || answer == Answer.UNKNOWN);
    }

    /**
     * @param request changes something, and does not the same when it is done twice
     * @throws SdkException how the last try failed; where {@link Answer#of} calls it {@link Answer#UNKNOWN}, the request may have
     *                      been done or be done later
     */
    public <T> T once(Supplier<T> request) {
        return send(request, Answer::mayBeSentAgain);
    }

    /**
     * As {@link #once(Supplier)}, for a request that may not be sent again after each answer that says that nothing was done.
     *
     * @param again the answers after which the same may be sent again
     */
    public <T> T once(Supplier<T> request, Predicate<Answer> again) {
        return send(request, again);
    }

    /** The SDK's client over the JDK's lets some failures of connections through as they are. */
    private static <T> T sent(Supplier<T> request) {
        try {
            return request.get();
        } catch (UncheckedIOException e) {
            throw SdkClientException.create(e.getCause().getMessage(), e);
        }
    }

    private <T> T send(Supplier<T> request, Predicate<Answer> passing) {
        Tries tries = new Tries(surroundings);
        while (true) {
            try {
                return sent(request);
            } catch (SdkException e) {
                if (!passing.test(Answer.of(e)) || !tries.hasNext(Answer.isBusy(e))) {
                    throw e;
                }
            }
        }
    }
}
