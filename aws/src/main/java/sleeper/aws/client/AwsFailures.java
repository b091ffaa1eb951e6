package sleeper.aws.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import sleeper.aws.request.Answer;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.FailureWords;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Failures of requests in words for people, and as what the ports throw. */
public final class AwsFailures {
    private static final int REDIRECTED = 301;

    private AwsFailures() {}

    /**
     * @param action the service's name for what was asked, such as {@code s3:PutObject}
     * @return action, status, code, the service's own words and the request's id, as far as there are any
     */
    public static String words(String action, SdkException failure) {
        if (!(failure instanceof AwsServiceException service)) {
            return action + " had no answer: " + FailureWords.of(failure);
        }
        String code = Answer.codeOf(service);
        String said = service.awsErrorDetails() == null
                ? null
                : service.awsErrorDetails().errorMessage();
        return action + " was answered by " + service.statusCode() + (code.isEmpty() ? "" : " " + code)
                + (said == null || said.isBlank() ? "" : " (" + said + ")") + advice(service, code)
                + (service.requestId() == null ? "" : "; request " + service.requestId());
    }

    private static String advice(AwsServiceException failure, String code) {
        if (failure.statusCode() == REDIRECTED || code.equals("AuthorizationHeaderMalformed")) {
            return "; the bucket is in another region: set AWS_REGION to it";
        }
        return switch (code) {
            case "NoSuchBucket" -> "; the bucket does not exist: correct its name, or create it";
            case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" ->
                "; the credentials have run out: renew them";
            case "RequestTimeTooSkewed" -> "; the clock of this machine is wrong: set it";
            default -> "";
        };
    }

    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param where   the bucket and key, or the table
     * @return that nothing was changed
     */
    public static TransientFailureException nothingDone(
            String summary, String where, String action, SdkException failure) {
        ErrorCode code = Answer.of(failure) == Answer.DENIED ? ErrorCode.FILE_FORBIDDEN : ErrorCode.UNAVAILABLE;
        String advice = code == ErrorCode.FILE_FORBIDDEN
                ? "Grant the role that this process runs as the action " + action + " on it."
                : code.action();
        return new TransientFailureException(
                summary, List.of(new Fault(code, where, words(action, failure), "", advice)), failure);
    }

    /**
     * @param where the bucket and key
     * @return as the methods of a file store throw it
     */
    public static IOException ofFile(String where, String action, SdkException failure) {
        String words = words(action, failure);
        Answer answer = Answer.of(failure);
        if (answer == Answer.DENIED) {
            return because(
                    new AccessDeniedException(where, null, words + "; the role needs " + action + " on " + where),
                    failure);
        }
        boolean bucket = failure instanceof AwsServiceException service
                && Answer.codeOf(service).equals("NoSuchBucket");
        return answer == Answer.NOT_FOUND && !bucket
                ? because(new NoSuchFileException(where, null, words), failure)
                : new IOException(where + ": " + words, failure);
    }

    private static IOException because(IOException error, SdkException cause) {
        error.initCause(cause);
        return error;
    }
}
