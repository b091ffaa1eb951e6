package sleeper.aws.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AnswerTest {
    @ParameterizedTest
    @CsvSource({
        "412, PreconditionFailed, CONDITION_FAILED",
        "412, '', CONDITION_FAILED",
        "400, ConditionalCheckFailedException, CONDITION_FAILED",
        "409, ConditionalRequestConflict, CONFLICT",
        "409, OperationAborted, CONFLICT",
        "400, TransactionConflictException, CONFLICT",
        "503, SlowDown, THROTTLED",
        "400, ProvisionedThroughputExceededException, THROTTLED",
        "400, ThrottlingException, THROTTLED",
        "400, RequestLimitExceeded, THROTTLED",
        "429, '', THROTTLED",
        "403, RequestTimeTooSkewed, STALE",
        "400, ExpiredToken, STALE",
        "400, ExpiredTokenException, STALE",
        "404, NoSuchKey, NOT_FOUND",
        "404, NoSuchBucket, NOT_FOUND",
        "404, NoSuchUpload, NOT_FOUND",
        "404, '', NOT_FOUND",
        "400, ResourceNotFoundException, NOT_FOUND",
        "403, AccessDenied, DENIED",
        "403, '', DENIED",
        "403, AllAccessDisabled, DENIED",
        "403, InvalidAccessKeyId, REFUSED",
        "403, InvalidToken, REFUSED",
        "403, InvalidObjectState, REFUSED",
        "400, UnrecognizedClientException, REFUSED",
        "400, AccessDeniedException, DENIED",
        "301, PermanentRedirect, REFUSED",
        "307, TemporaryRedirect, REFUSED",
        "400, ValidationException, REFUSED",
        "416, InvalidRange, REFUSED",
        "400, RequestTimeout, UNKNOWN",
        "408, '', UNKNOWN",
        "500, InternalError, UNKNOWN",
        "500, InternalServerError, UNKNOWN",
        "503, ServiceUnavailable, UNKNOWN",
        "503, '', UNKNOWN",
        "200, InternalError, UNKNOWN",
        "200, SlowDown, THROTTLED",
        "501, NotImplemented, REFUSED",
        "501, '', REFUSED",
        "400, '', STALE",
    })
    void shouldSayWhatARequestHasDone(int status, String code, Answer expected) {
        assertThat(Answer.of(status, code)).isEqualTo(expected);
    }

    @Test
    void shouldLeaveOpenWhatHasNoAnswer() {
        assertThat(Answer.of(SdkClientException.create("Connection reset"))).isEqualTo(Answer.UNKNOWN);
        assertThat(Answer.of(ApiCallAttemptTimeoutException.create(1_000))).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void shouldSendAgainOnlyWhereNothingWasDoneAndAnotherTryHelps() {
        assertThat(Arrays.stream(Answer.values()).filter(Answer::mayBeSentAgain))
                .containsExactly(Answer.CONFLICT, Answer.THROTTLED, Answer.STALE);
    }
}
