package sleeper.deploy.aws;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends the requests of a deployment. Each changes nothing, or comes to the same whether it is done once or twice, so that it is sent
 * again where that may help.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} FILE_FORBIDDEN, with action and resource, if the caller may not
 * do it; {@link UnreachableException} if there is nobody to talk to: no answer, no credentials that hold, too many requests.
 */
public final class AwsCalls {
    /** The answer of a service that has nothing of the name to requests about it, where it has no code of its own. */
    private static final String VALIDATION = "ValidationError";

    private final Requests requests;

    public AwsCalls(Surroundings surroundings) {
        this.requests = new Requests(surroundings);
    }

    /**
     * @param summary  what was not done if it fails; a whole sentence
     * @param action   as policies name it, such as {@code ec2:DescribeVpcs}
     * @param resource what it is asked of, such as an ARN
     */
    public <T> T ask(String summary, String action, String resource, Supplier<T> request) {
        return askAbout(summary, action, resource, Set.of(), request).orElseThrow();
    }

    /**
     * As {@link #ask}.
     *
     * @param nothing codes of the service by which it says that there is nothing of the kind; its status where an answer has none, as
     *                that to a HEAD, such as {@code 404}
     * @return empty if it said so
     */
    public <T> Optional<T> askAbout(
            String summary, String action, String resource, Set<String> nothing, Supplier<T> request) {
        try {
            return Optional.of(requests.repeatable(request));
        } catch (SdkException e) {
            if (e instanceof AwsServiceException service && nothing.contains(word(service))) {
                return Optional.empty();
            }
            throw failed(summary, action, resource, e);
        }
    }

    private static String word(AwsServiceException failure) {
        String code = Answer.codeOf(failure);
        return code.isEmpty() ? Integer.toString(failure.statusCode()) : code;
    }

    /** As {@link #askAbout}, of CloudFormation, which says that there is no such stack as it says that a request is wrong. */
    public <T> Optional<T> askAboutStack(String summary, String action, String stack, Supplier<T> request) {
        try {
            return Optional.of(requests.repeatable(request));
        } catch (SdkException e) {
            if (e instanceof AwsServiceException service
                    && Answer.codeOf(service).equals(VALIDATION)
                    && String.valueOf(service.awsErrorDetails().errorMessage()).contains("does not exist")) {
                return Optional.empty();
            }
            throw failed(summary, action, "the stack " + stack, e);
        }
    }

    /** @return as of this class; to be thrown */
    private static RuntimeException failed(String summary, String action, String resource, SdkException failure) {
        if (Answer.of(failure) == Answer.DENIED) {
            return AwsFailures.nothingDone(summary, resource, action, failure);
        }
        return new UnreachableException(
                resource, summary + " " + AwsFailures.words(action, failure), advice(failure), failure);
    }

    private static String advice(SdkException failure) {
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
}
