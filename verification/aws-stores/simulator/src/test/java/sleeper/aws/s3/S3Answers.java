package sleeper.aws.s3;

import sleeper.testkit.sim.Wire;
import sleeper.testkit.sim.Wire.Failure;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Answers of S3 that are no success, as the SDK's client tells them (S3 API Reference, "Error responses"). Without stack traces:
 * schedules throw them by the million.
 */
final class S3Answers {
    private S3Answers() {}

    /** An answer with a body, which names a code. */
    static S3Exception answer(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .writableStackTrace(false)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    /** The answer to a HEAD, which has no body. */
    static S3Exception bare(int status) {
        return (S3Exception) S3Exception.builder()
                .writableStackTrace(false)
                .statusCode(status)
                .build();
    }

    static Wire.Refusal refusal(int status, String code) {
        return new Wire.Refusal(answer(status, code));
    }

    static Wire.Refusal noSuchKey() {
        return new Wire.Refusal(NoSuchKeyException.builder()
                .writableStackTrace(false)
                .statusCode(404)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode("NoSuchKey").build())
                .build());
    }

    static Wire.Refusal noSuchKeyBare() {
        return new Wire.Refusal(NoSuchKeyException.builder()
                .writableStackTrace(false)
                .statusCode(404)
                .build());
    }

    static Wire.Refusal noSuchUpload() {
        return refusal(404, "NoSuchUpload");
    }

    static Wire.Refusal conditionFailed() {
        return refusal(412, "PreconditionFailed");
    }

    /** @param chance which of the forms that a failure has */
    static RuntimeException failed(Failure failure, Wire chance) {
        return switch (failure) {
            case NO_ANSWER -> unknown(chance);
            case THROTTLED -> answer(503, "SlowDown");
            case CONFLICT -> answer(409, "ConditionalRequestConflict");
            case DENIED -> answer(403, "AccessDenied");
        };
    }

    /** As {@link #failed}, for a HEAD. */
    static RuntimeException failedBare(Failure failure, Wire chance) {
        return switch (failure) {
            case NO_ANSWER -> chance.nextInt(2) == 0 ? bare(500) : noConnection();
            case THROTTLED -> bare(503);
            case CONFLICT -> bare(409);
            case DENIED -> bare(403);
        };
    }

    /** As {@link #failed}, for the completion of an upload, which may fail after its answer has begun as a success. */
    static RuntimeException failedLate(Failure failure, Wire chance) {
        return failure == Failure.NO_ANSWER && chance.nextInt(4) == 0
                ? answer(200, "InternalError")
                : failed(failure, chance);
    }

    private static RuntimeException unknown(Wire chance) {
        return switch (chance.nextInt(3)) {
            case 0 -> answer(500, "InternalError");
            case 1 -> answer(503, "ServiceUnavailable");
            default -> noConnection();
        };
    }

    private static SdkClientException noConnection() {
        return SdkClientException.builder()
                .writableStackTrace(false)
                .message("connection reset")
                .build();
    }
}
