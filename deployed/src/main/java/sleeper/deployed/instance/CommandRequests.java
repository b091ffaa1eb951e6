package sleeper.deployed.instance;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.instance.UnknownOutcome;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends the requests of commands. One that may be sent again is; a throttled one for about two minutes. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} FILE_FORBIDDEN, with action and ARN, if the caller may not do
 * it; {@link UnreachableException} if there is nobody to talk to: no answer, no credentials that hold, too many requests, or what is asked
 * for is not there.
 */
final class CommandRequests {
    /** How services say that what is asked for is not there, beside those ways that {@link Answer} knows. */
    private static final Set<String> MISSING = Set.of(
            "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "StateMachineDoesNotExist", "NotFound");

    private final String id;
    private final Surroundings surroundings;
    private final Requests requests;

    /** @param id of the instance */
    CommandRequests(String id, Surroundings surroundings) {
        this.id = id;
        this.surroundings = surroundings;
        this.requests = new Requests(surroundings);
    }

    /**
     * @param summary what cannot be done if it fails; a whole sentence
     * @param action  as policies name it, such as {@code sqs:ReceiveMessage}
     * @param arn     what it is asked of
     * @param request changes nothing, or the same whether it is done once or twice
     */
    <T> T ask(String summary, String action, String arn, Supplier<T> request) {
        return askAbout(summary, action, arn, request, failure -> false).orElseThrow();
    }

    /** @return by which a service knows a request again that is sent a second time */
    String newToken() {
        return surroundings.ids().get();
    }

    /** As {@link #ask}. @return empty if the service answered by a failure that says that there is nothing */
    <T> Optional<T> askAbout(
            String summary, String action, String arn, Supplier<T> request, Predicate<SdkException> nothing) {
        return askAbout(summary, action, arn, Optional.empty(), request, nothing);
    }

    /**
     * As {@link #askAbout(String, String, String, Supplier, Predicate)}, for a request that another try finds done, so that the caller's
     * next one would be answered otherwise.
     *
     * @param unknown what to throw if it may have been done
     */
    <T> Optional<T> askAbout(
            String summary,
            String action,
            String arn,
            Optional<UnknownOutcome> unknown,
            Supplier<T> request,
            Predicate<SdkException> nothing) {
        try {
            return Optional.of(requests.repeatable(request));
        } catch (SdkException e) {
            if (nothing.test(e)) {
                return Optional.empty();
            }
            throw settled(summary, action, arn, unknown, e);
        }
    }

    /**
     * As {@link #ask}, for a request that does not the same when it is done twice.
     *
     * @param unknown what to throw if it may have been done
     */
    <T> T askOnce(String summary, String action, String arn, UnknownOutcome unknown, Supplier<T> request) {
        try {
            return requests.once(request);
        } catch (SdkException e) {
            throw settled(summary, action, arn, Optional.of(unknown), e);
        }
    }

    private RuntimeException settled(
            String summary, String action, String arn, Optional<UnknownOutcome> unknown, SdkException failure) {
        boolean isOpen = Answer.of(failure) == Answer.UNKNOWN && !wasNotSent(failure);
        return isOpen && unknown.isPresent()
                ? unknown.get().of(arn, AwsFailures.words(action, failure), failure)
                : failed(summary, action, arn, failure);
    }

    /** @return whether no connection was made over which a request could have gone */
    private static boolean wasNotSent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    /** @return as of this class; to be thrown */
    RuntimeException failed(String summary, String action, String arn, SdkException failure) {
        if (Answer.of(failure) == Answer.DENIED) {
            return AwsFailures.nothingDone(summary, arn, action, failure);
        }
        return new UnreachableException(arn, AwsFailures.words(action, failure), advice(failure), failure);
    }

    private String advice(SdkException failure) {
        if (isMissing(failure)) {
            return partly(id);
        }
        if (Answer.lacksCredentials(failure)) {
            return "Give the command credentials, and try again.";
        }
        return switch (Answer.of(failure)) {
            case THROTTLED -> "Try again later: there were too many requests for as long as the command waited.";
            case STALE -> "Renew the credentials, and try again.";
            case UNKNOWN -> "Look at the network, the region and the variables AWS_ENDPOINT_URL..., and try again.";
            default -> "Mend what it says, and try again.";
        };
    }

    /** @return whether what was asked for is not there */
    static boolean isMissing(SdkException failure) {
        return Answer.of(failure) == Answer.NOT_FOUND
                || (failure instanceof AwsServiceException service && MISSING.contains(Answer.codeOf(service)));
    }

    /** @return what to do where something of an instance is not there */
    static String partly(String id) {
        return "The instance is deployed only in part: see what is missing with 'sleeper doctor --instance " + id
                + "', and deploy it again.";
    }
}
