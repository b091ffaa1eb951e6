package sleeper.aws.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class RequestsTest {
    private final List<Duration> waits = new ArrayList<>();
    private final Requests requests =
            new Requests(new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), waits::add));
    private int sent;

    private String failing(int times, int status, String code) {
        if (++sent <= times) {
            throw S3Exception.builder()
                    .statusCode(status)
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                    .build();
        }
        return "answer";
    }

    /** The answer to a HEAD has no body, so that its 503 has no code. */
    @ParameterizedTest
    @CsvSource({"503, SlowDown", "503, ''", "503, ServiceUnavailable", "429, ''", "400, ThrottlingException"})
    void shouldWaitAMinuteForAServiceThatHasTooMuchToDo(int status, String code) {
        assertThat(requests.repeatable(() -> failing(40, status, code))).isEqualTo("answer");

        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({"500, InternalError", "500, ''", "400, ExpiredToken"})
    void shouldNotWaitLongForOthers(int status, String code) {
        assertThatThrownBy(() -> requests.repeatable(() -> failing(40, status, code)))
                .isInstanceOf(SdkException.class);

        assertThat(sent).isEqualTo(5);
    }

    /** A write may have been done. */
    @Test
    void shouldNotSendAWriteAgainThatMayHaveBeenDoneByABusyService() {
        assertThatThrownBy(() -> requests.once(() -> failing(1, 503, ""))).isInstanceOf(SdkException.class);

        assertThat(sent).isEqualTo(1);
        assertThat(waits).isEmpty();
    }
}
