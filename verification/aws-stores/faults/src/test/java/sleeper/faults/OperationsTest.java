package sleeper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsTest {
    private static HttpMessage request(String firstLine, String headers) {
        return new HttpMessage(firstLine + " HTTP/1.1\r\n" + headers + "\r\n", new byte[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD /bucket, HeadBucket",
        "PUT /bucket, CreateBucket",
        "DELETE /bucket, DeleteBucket",
        "GET /bucket?list-type=2&prefix=a%2Fb, ListObjectsV2",
        "GET /bucket/?list-type=2, ListObjectsV2",
        "GET /bucket?prefix=a, ListObjects",
        "GET /bucket?uploads&prefix=a, ListMultipartUploads",
        "POST /bucket?delete, DeleteObjects",
        "HEAD /bucket/a/key, HeadObject",
        "GET /bucket/a/key, GetObject",
        "GET /bucket/a/key?uploadId=u, ListParts",
        "PUT /bucket/a/key, PutObject",
        "PUT /bucket/a/key?partNumber=1&uploadId=u, UploadPart",
        "POST /bucket/a/key?uploads, CreateMultipartUpload",
        "POST /bucket/a/key?uploadId=u, CompleteMultipartUpload",
        "DELETE /bucket/a/key, DeleteObject",
        "DELETE /bucket/a/key?uploadId=u, AbortMultipartUpload"
    })
    void shouldNameTheOperationThatARequestAsksS3For(String firstLine, String operation) {
        assertThat(Service.S3.operationOf(request(firstLine, ""))).isEqualTo(operation);
    }

    @ParameterizedTest
    @CsvSource({"PUT /bucket/key, CopyObject", "PUT /bucket/key?partNumber=1&uploadId=u, UploadPartCopy"})
    void shouldTellCopiesFromWhatIsSent(String firstLine, String operation) {
        assertThat(Service.S3.operationOf(request(firstLine, "x-amz-copy-source: bucket/other\r\n")))
                .isEqualTo(operation);
    }

    @Test
    void shouldNameTheOperationThatARequestAsksDynamoDbFor() {
        HttpMessage request = request("POST /", "X-Amz-Target: DynamoDB_20120810.PutItem\r\n");
        assertThat(Service.DYNAMODB.operationOf(request)).isEqualTo("PutItem");
    }
}
