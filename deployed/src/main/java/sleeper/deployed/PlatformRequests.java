package sleeper.deployed;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Asks a platform's service for what attempts created. Each request may be sent again. */
final class PlatformRequests {
    /** What was created longer ago is not looked for where a service lists by age: no execution of an attempt is as long. */
    static final Duration LISTED = Duration.ofDays(14);

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
     * Asks for a list, page by page.
     *
     * @param request is given the token of a page; null for the first
     * @param next    gives the token of the page behind; null or empty behind the last
     * @param each    is given each page
     */
    <P> void pages(
            String operation, String where, Function<String, P> request, Function<P, String> next, Consumer<P> each) {
        String token = null;
        do {
            String from = token;
            P page = ask(operation, where, () -> request.apply(from));
            each.accept(page);
            token = next.apply(page);
        } while (token != null && !token.isEmpty());
    }

    /** @return a service's words for why something stands where it does, as far as it has any */
    static String reason(String... words) {
        return Arrays.stream(words)
                .filter(word -> word != null && !word.isBlank())
                .collect(Collectors.joining(": "));
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
