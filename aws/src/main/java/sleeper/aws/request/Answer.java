package sleeper.aws.request;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a request that failed has done, by the answer of S3 or DynamoDB, or for want of one. The rules are those of the services' API
 * references: S3 "Error responses" and "Conditional writes", DynamoDB "Error handling".
 */
public enum Answer {
    /** Nothing, nor will it: what the request demanded of the stored thing did not hold. */
    CONDITION_FAILED,
    /** Nothing: another request for the same thing was under way. The same may be sent again. */
    CONFLICT,
    /** Nothing: there were too many requests. The same may be sent again, after a wait. */
    THROTTLED,
    /** Nothing: its signature was too old, or was made with credentials that have run out. A new one may be sent. */
    STALE,
    /** Nothing: what it names is not there. */
    NOT_FOUND,
    /** Nothing: the caller may not do it. */
    DENIED,
    /** Nothing, and the same would end alike. */
    REFUSED,
    /** It may have been done, may be done later, or not. */
    UNKNOWN;

    private static final int MULTIPLE_CHOICES = 300;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int MISSING = 404;
    private static final int TIMED_OUT = 408;
    private static final int CONFLICTING = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int UNAVAILABLE = 503;

    private static final Set<String> CONDITION =
            Set.of("PreconditionFailed", "ConditionalCheckFailedException", "ConditionalCheckFailed");
    private static final Set<String> CONFLICTS =
            Set.of("ConditionalRequestConflict", "OperationAborted", "TransactionConflictException");
    private static final Set<String> THROTTLES = Set.of(
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestLimitExceeded",
            "RequestThrottled",
            "TooManyRequestsException",
            "ProvisionedThroughputExceededException");
    private static final Set<String> STALES = Set.of(
            "RequestTimeTooSkewed",
            "RequestExpired",
            "ExpiredToken",
            "ExpiredTokenException",
            "TokenRefreshRequired",
            "InvalidSignatureException",
            "SignatureDoesNotMatch");
    private static final Set<String> DENIALS = Set.of("AccessDenied", "AccessDeniedException", "AllAccessDisabled");
    /** Codes of 403 that no right mends. */
    private static final Set<String> NO_RIGHTS = Set.of(
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidToken",
            "UnrecognizedClientException",
            "InvalidObjectState",
            "AccountProblem",
            "NotSignedUp");

    private static final Set<String> MISSINGS =
            Set.of("ResourceNotFoundException", "NoSuchBucket", "NoSuchKey", "NoSuchUpload");

    /** @return what the request that ended in a failure has done */
    public static Answer of(SdkException failure) {
        if (failure instanceof AwsServiceException service) {
            return of(service.statusCode(), codeOf(service));
        }
        return lacksCredentials(failure) ? REFUSED : UNKNOWN;
    }

    /** @return whether the SDK found nothing to sign a request with, so that none was sent */
    public static boolean lacksCredentials(SdkException failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("Unable to load credentials");
    }

    /** @return whether the service has too much to do, as S3 says by any 503, and will answer after a wait */
    static boolean isBusy(SdkException failure) {
        return of(failure) == THROTTLED
                || (failure instanceof AwsServiceException service && service.statusCode() == UNAVAILABLE);
    }

    /** @return the service's code for a failure, such as {@code SlowDown}; empty if it gave none */
    public static String codeOf(AwsServiceException failure) {
        return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorCode() == null
                ? ""
                : failure.awsErrorDetails().errorCode();
    }

    /**
     * A code speaks before a status: DynamoDB has one status for nearly all, and S3 says more than one thing by 503 or 409. The answer
     * to a HEAD has no body and so no code. Its 400 is that of credentials that have run out, which new ones mend, or of a region or a
     * name that is wrong, and is tried a few times more; its 403 counts as a right that is missing, though a wrong clock has the same;
     * its 503 may be that of too many requests.
     */
    static Answer of(int status, String code) {
        if (CONDITION.contains(code)) {
            return CONDITION_FAILED;
        }
        if (CONFLICTS.contains(code)) {
            return CONFLICT;
        }
        if (THROTTLES.contains(code)) {
            return THROTTLED;
        }
        if (STALES.contains(code)) {
            return STALE;
        }
        if (DENIALS.contains(code)) {
            return DENIED;
        }
        if (MISSINGS.contains(code)) {
            return NOT_FOUND;
        }
        if (NO_RIGHTS.contains(code)) {
            return REFUSED;
        }
        // S3 gives up on a body that comes too slowly by 400.
        if (code.equals("RequestTimeout")) {
            return UNKNOWN;
        }
        return status == BAD_REQUEST && code.isEmpty() ? STALE : ofStatus(status);
    }

    private static Answer ofStatus(int status) {
        return switch (status) {
            case PRECONDITION_FAILED -> CONDITION_FAILED;
            case CONFLICTING -> CONFLICT;
            case TOO_MANY -> THROTTLED;
            case FORBIDDEN -> DENIED;
            case MISSING -> NOT_FOUND;
            case TIMED_OUT -> UNKNOWN;
            case NOT_IMPLEMENTED -> REFUSED;
            default -> status >= MULTIPLE_CHOICES && status < SERVER_ERROR ? REFUSED : UNKNOWN;
        };
    }

    /** @return whether nothing was done and the same request may be sent again */
    public boolean mayBeSentAgain() {
        return this == CONFLICT || this == THROTTLED || this == STALE;
    }
}
