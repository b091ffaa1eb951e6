package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.aws.request.Answer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What the SDK's own client makes of answers of S3, given to it as they come over the wire. */
class AnswersOfS3Test {
    private static final CompleteMultipartUploadRequest COMPLETE = CompleteMultipartUploadRequest.builder()
            .bucket("bucket")
            .key("key")
            .uploadId("id")
            .build();

    /** Gives each request the same answer. */
    private record Wire(int status, String body) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(
                                    SdkHttpResponse.builder().statusCode(status).build())
                            .responseBody(AbortableInputStream.create(
                                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }

    private static S3Client client(int status, String body) {
        return S3Client.builder()
                .region(Region.EU_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .overrideConfiguration(each -> each.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClient(new Wire(status, body))
                .build();
    }

    private static void expectFailure(Answer expected, Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        SdkException.class,
                        failure -> assertThat(Answer.of(failure)).isEqualTo(expected));
    }

    /** S3 sends the status before it has joined the parts, and blanks meanwhile. */
    @ParameterizedTest
    @CsvSource({
        "InternalError, UNKNOWN",
        "SlowDown, THROTTLED",
        "PreconditionFailed, CONDITION_FAILED",
        "AccessDenied, DENIED",
        "NoSuchUpload, NOT_FOUND"
    })
    void shouldTakeAnErrorUnderStatus200ForAFailure(String code, Answer expected) {
        String body = "<?xml version=\"1.0\"?>\n  \n <Error><Code>" + code + "</Code><Message>m</Message></Error>";

        expectFailure(expected, () -> client(200, body).completeMultipartUpload(COMPLETE));
    }

    @Test
    void shouldLeaveItOpenWhereAnAnswerIsCutShortInItsMiddle() {
        expectFailure(
                Answer.UNKNOWN,
                () -> client(200, "<CompleteMultipartUploadResult><ETag>\"a").completeMultipartUpload(COMPLETE));
    }

    /** The driver takes an answer without a tag for none. */
    @Test
    void shouldGiveNoTagWhereAnAnswerIsCutShortBeforeItsBody() {
        CompleteMultipartUploadResponse answer = client(200, "").completeMultipartUpload(COMPLETE);

        assertThat(answer.eTag()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"400, STALE", "403, DENIED", "404, NOT_FOUND", "412, CONDITION_FAILED", "500, UNKNOWN", "503, UNKNOWN"})
    void shouldTellTheAnswersToAHeadByTheirStatus(int status, Answer expected) {
        HeadObjectRequest head =
                HeadObjectRequest.builder().bucket("bucket").key("key").build();

        expectFailure(expected, () -> client(status, "").headObject(head));
    }

    /** XML can hold neither the first character of this key nor a blank at its end. */
    @Test
    void shouldTakeTheEscapesOffKeys() {
        String list = "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>in/%01a+b%2Bc%C3%BC//+</Key>"
                + "</Contents></ListBucketResult>";
        String uploads =
                "<ListMultipartUploadsResult><EncodingType>url</EncodingType><Upload><Key>in/%01a+b%2Bc%C3%BC//+"
                        + "</Key></Upload></ListMultipartUploadsResult>";

        assertThat(client(200, list)
                        .listObjectsV2(request -> request.bucket("bucket").encodingType(EncodingType.URL))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("in/\u0001a b+c\u00FC// ");
        assertThat(client(200, uploads)
                        .listMultipartUploads(
                                request -> request.bucket("bucket").encodingType(EncodingType.URL))
                        .uploads())
                .extracting(MultipartUpload::key)
                .containsExactly("in/\u0001a b+c\u00FC// ");
    }
}
