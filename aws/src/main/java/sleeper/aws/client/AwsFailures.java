package sleeper.aws.client;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import sleeper.aws.request.Answer;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.util.FailureWords;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Failures of requests in words for people, and as what the ports throw. */
public final class AwsFailures {
    private static final int REDIRECTED = 301;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int MISSING = 404;

    private AwsFailures() {}

    /**
     * @param action the service's name for what was asked, such as {@code s3:PutObject}
     * @return action, status, code, the service's own words and the request's id, as far as there are any
     */
    public static String words(String action, SdkException failure) {
        if (Answer.lacksCredentials(failure)) {
            return action
                    + " was not sent, since no credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a"
                    + " profile by AWS_PROFILE (and sign in, where it asks for that), or give the process a role";
        }
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
            case "InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException" ->
                "; nobody has this access key: correct AWS_ACCESS_KEY_ID or the profile";
            case "InvalidToken" -> "; the session token belongs to no credentials: renew them";
            case "SignatureDoesNotMatch", "InvalidSignatureException" ->
                "; the secret access key is another's, or a proxy changed the request: correct AWS_SECRET_ACCESS_KEY or the profile";
            case "InvalidObjectState" -> "; the object is archived: restore it first";
            case "RequestTimeTooSkewed" -> "; the clock of this machine is wrong: set it";
            case "NoSuchUpload" -> "; the upload was aborted meanwhile";
            case "ConditionalRequestConflict" -> "; another request for it was under way: write it anew";
            case "NotImplemented" -> "; the server is none that the stores can lie on: use Amazon S3";
            case "ResourceNotFoundException" ->
                "; there is no such table in the region: correct its name or set AWS_REGION, or create it";
            case "" -> adviceWithoutCode(failure.statusCode());
            default -> "";
        };
    }

    private static String adviceWithoutCode(int status) {
        return switch (status) {
            case BAD_REQUEST ->
                "; the answer names no cause: the credentials may have run out, or AWS_REGION may not be the bucket's region";
            case MISSING -> "; the answer names no cause: the bucket may not exist";
            case FORBIDDEN ->
                "; the answer names no cause: beside a right that is missing it may be that the clock of this machine is wrong";
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
                ? new ActionDeniedException(where, action, "").advice()
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
            return because(new ActionDeniedException(where, action, words), failure);
        }
        boolean file = failure instanceof AwsServiceException service
                && !Set.of("NoSuchBucket", "NoSuchUpload").contains(Answer.codeOf(service));
        return answer == Answer.NOT_FOUND && file
                ? because(new NoSuchFileException(where, null, words), failure)
                : new IOException(where + ": " + words, failure);
    }

    private static IOException because(IOException error, SdkException cause) {
        error.initCause(cause);
        return error;
    }
}
