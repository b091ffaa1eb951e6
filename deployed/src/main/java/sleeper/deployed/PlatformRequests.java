package sleeper.deployed;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Asks a platform's service for what attempts created. Each request may be sent again. */
final class PlatformRequests {
    private final String service;
    private final Set<String> unknown;
    private final Requests requests;

    /**
     * @param service as actions name it, such as {@code ecs}
     * @param unknown the codes by which it says that it knows nothing of an id
     */
    PlatformRequests(String service, Set<String> unknown, Surroundings surroundings) {
        this.service = service;
        this.unknown = Set.copyOf(unknown);
        this.requests = new Requests(surroundings);
    }

    /**
     * @param operation as actions name it, such as {@code ListTasks}
     * @param where     what is asked for
     * @throws sleeper.core.error.TransientFailureException if it was not answered, or refused
     */
    <T> T ask(String operation, String where, Supplier<T> request) {
        return askAbout(operation, where, request)
                .orElseThrow(() -> new IllegalStateException(service + ":" + operation + " knows nothing of " + where));
    }

    /** @return as {@link #ask}; empty if the service knows nothing of what is asked for */
    <T> Optional<T> askAbout(String operation, String where, Supplier<T> request) {
        try {
            return Optional.of(requests.repeatable(request));
        } catch (SdkException e) {
            if (e instanceof AwsServiceException refusal && unknown.contains(Answer.codeOf(refusal))) {
                return Optional.empty();
            }
            throw AwsFailures.nothingDone(
                    "What an attempt created was not asked for.", where, service + ":" + operation, e);
        }
    }
}
