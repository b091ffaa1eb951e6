package sleeper.aws.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * How a request to {@link FakeS3} fails.
 *
 * @param effect whether it is done all the same
 * @param thrown what the client throws
 */
record S3Fault(Effect effect, Supplier<RuntimeException> thrown) {
    enum Effect {
        /** No fault. */
        DONE_AND_ANSWERED,
        NONE,
        DONE,
        DONE_LATER
    }

    /** The request is answered as it should be. */
    static final S3Fault NO_FAULT = new S3Fault(Effect.DONE_AND_ANSWERED, S3Fault::reset);

    static final S3Fault REQUEST_LOST = new S3Fault(Effect.NONE, S3Fault::reset);
    static final S3Fault REPLY_LOST = new S3Fault(Effect.DONE, S3Fault::reset);
    static final S3Fault LATE = new S3Fault(Effect.DONE_LATER, () -> SdkClientException.create("timed out"));

    /** The SDK's client over the JDK's lets some failures of connections through as they are. */
    static final S3Fault REPLY_LOST_BARE =
            new S3Fault(Effect.DONE, () -> new UncheckedIOException(new IOException("connection reset")));

    static S3Fault answer(int status, String code) {
        return new S3Fault(Effect.NONE, () -> error(status, code));
    }

    /** Done, though the answer says otherwise. */
    static S3Fault doneAndAnswered(int status, String code) {
        return new S3Fault(Effect.DONE, () -> error(status, code));
    }

    private static RuntimeException reset() {
        return SdkClientException.create("connection reset");
    }

    static S3Exception error(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("")
                        .build())
                .build();
    }
}
