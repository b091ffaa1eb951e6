package sleeper.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.aws.request.Answer;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.ActionDeniedException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AwsFailuresTest {
    private static final String WHERE = "s3://b/k";

    private static SdkException failure(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .requestId("R1")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("said")
                        .build())
                .build();
    }

    @Test
    void shouldSayWhatWasAskedAndWhatWasAnswered() {
        assertThat(AwsFailures.words("s3:GetObject", failure(403, "AccessDenied")))
                .isEqualTo("s3:GetObject was answered by 403 AccessDenied (said); request R1");
        assertThat(AwsFailures.words("s3:GetObject", SdkClientException.create("timed out")))
                .isEqualTo("s3:GetObject had no answer: timed out");
    }

    @Test
    void shouldSayWhatToDoAboutABucketARegionOrCredentials() {
        assertThat(AwsFailures.words("s3:GetObject", failure(404, "NoSuchBucket")))
                .contains("correct its name");
        assertThat(AwsFailures.words("s3:GetObject", failure(301, "PermanentRedirect")))
                .contains("set AWS_REGION");
        assertThat(AwsFailures.words("s3:GetObject", failure(400, "ExpiredToken")))
                .contains("renew them");
        assertThat(AwsFailures.words("s3:GetObject", failure(403, "RequestTimeTooSkewed")))
                .contains("clock");
    }

    /** The SDK asks each of its providers, and says of each why it has none. */
    @Test
    void shouldSayWhereCredentialsMayBeGivenIfThereAreNone() {
        SdkException none = SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(...)");

        assertThat(Answer.of(none)).isEqualTo(Answer.REFUSED);
        assertThat(AwsFailures.words("s3:GetObject", none))
                .startsWith("s3:GetObject was not sent, since no credentials were found: set AWS_ACCESS_KEY_ID");
    }

    @Test
    void shouldNameBucketKeyAndActionThatAreDenied() {
        IOException error = AwsFailures.ofFile(WHERE, "s3:GetObject", failure(403, "AccessDenied"));

        assertThat(error)
                .isInstanceOfSatisfying(
                        ActionDeniedException.class,
                        denied -> assertThat(denied.advice())
                                .isEqualTo(
                                        "Grant the role that this process runs as the action s3:GetObject on s3://b/k."));
        assertThat(AwsFailures.nothingDone("No.", WHERE, "s3:PutObject", failure(403, "AccessDenied"))
                        .faults())
                .extracting(Fault::code, Fault::action)
                .containsExactly(tuple(
                        ErrorCode.FILE_FORBIDDEN,
                        "Grant the role that this process runs as the action s3:PutObject on s3://b/k."));
    }

    /** S3 and DynamoDB answer by 403, or as if by it, though no right is missing. */
    @ParameterizedTest
    @CsvSource({
        "403, InvalidAccessKeyId, nobody has this access key",
        "403, InvalidToken, belongs to no credentials",
        "403, SignatureDoesNotMatch, AWS_SECRET_ACCESS_KEY",
        "403, RequestTimeTooSkewed, clock",
        "403, InvalidObjectState, restore it first",
        "400, UnrecognizedClientException, nobody has this access key",
        "400, ExpiredTokenException, renew them"
    })
    void shouldAskForNoRightWhereNoneIsMissing(int status, String code, String advice) {
        assertThat(AwsFailures.ofFile(WHERE, "s3:GetObject", failure(status, code)))
                .isNotInstanceOf(ActionDeniedException.class)
                .hasMessageContaining(code)
                .hasMessageContaining(advice);
        assertThat(AwsFailures.nothingDone("It failed.", WHERE, "s3:GetObject", failure(status, code)))
                .hasMessageNotContainingAny("FILE_FORBIDDEN", "Grant")
                .hasMessageContaining(advice);
    }

    @Test
    void shouldTellAMissingKeyFromAMissingBucket() {
        assertThat(List.of(
                        AwsFailures.ofFile(WHERE, "s3:GetObject", failure(404, "NoSuchKey")),
                        AwsFailures.ofFile(WHERE, "s3:GetObject", failure(404, "NoSuchBucket"))))
                .hasExactlyElementsOfTypes(NoSuchFileException.class, IOException.class);
    }
}
