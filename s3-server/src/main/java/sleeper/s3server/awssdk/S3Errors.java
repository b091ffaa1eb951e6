package sleeper.s3server.awssdk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What clients are answered that S3 has a word for: what was found, what is allowed, what to do. */
final class S3Errors {
    private static final Logger LOG = LoggerFactory.getLogger(S3Errors.class);

    private S3Errors() {}

    static S3Exception badKey(String key, String why) {
        return S3Exceptions.invalidArgument("The key " + quoted(key) + " cannot be put: " + why);
    }

    static S3Exception tooLong(String key, int bytes, int most) {
        String message = "The key " + quoted(key) + " has " + bytes + " bytes of UTF-8, and may have " + most + ".";
        return (S3Exception) S3Exception.builder()
                .message(message)
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("KeyTooLongError")
                        .errorMessage(message)
                        .build())
                .build();
    }

    static S3Exception readOnly(String bucket) {
        return new S3ProxyException(
                S3ErrorCode.ACCESS_DENIED,
                "The bucket " + bucket
                        + " is the instance's own and can only be read here: its tables are changed by jobs."
                        + " Put files into another bucket, and send a job that names them.");
    }

    static S3Exception denied(String what) {
        return new S3ProxyException(S3ErrorCode.ACCESS_DENIED, what);
    }

    static S3Exception noSuchKey(String bucket, String key) {
        return S3Exceptions.noSuchKey(bucket, key, "no file");
    }

    static S3Exception noSuchBucket(String bucket) {
        return S3Exceptions.noSuchBucket(bucket, "no folder");
    }

    static S3Exception noSuchUpload(String id) {
        return new S3ProxyException(
                S3ErrorCode.NO_SUCH_UPLOAD,
                "There is no upload " + quoted(id)
                        + ": it was completed or aborted, or './sleeper local' was started anew since,"
                        + " which clears those that are not complete. Begin it again.");
    }

    static S3Exception of(S3ErrorCode code, String message) {
        return new S3ProxyException(code, message);
    }

    static S3Exception notImplemented(String message) {
        return new S3ProxyException(S3ErrorCode.NOT_IMPLEMENTED, message);
    }

    /** What the disk did not do; clients try again what is answered so. What s3proxy finds wrong in a body comes this way as well. */
    static AwsServiceException failed(String what, IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException found) {
                return found;
            }
        }
        if (failure instanceof AccessDeniedException) {
            return denied(what + ": " + failure.getMessage() + ". Look at the folder's permissions and links.");
        }
        boolean full = DiskSpace.codeOf(failure) == ErrorCode.DISK_FULL;
        LOG.warn("{}", what, failure);
        return new S3ProxyException(
                S3ErrorCode.INTERNAL_ERROR,
                what + ": " + (full ? "the disk is full. Free some of it, and send it again." : failure.toString()),
                failure,
                Map.of());
    }

    static String quoted(String text) {
        return "'" + text.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
