package sleeper.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.instance.UnreachableException;

class ErrorStatusTest {
    /** Every code whose status is another than 400, which says that the request is wrong. */
    private static final Map<Integer, Set<ErrorCode>> MEANT = Map.of(
            401,
            Set.of(ErrorCode.NOT_AUTHORIZED),
            404,
            Set.of(
                    ErrorCode.UNKNOWN_ADDRESS,
                    ErrorCode.UNKNOWN_JOB,
                    ErrorCode.UNKNOWN_TABLE,
                    ErrorCode.UNKNOWN_MESSAGE),
            409,
            Set.of(ErrorCode.WRONG_STATUS, ErrorCode.TABLE_EXISTS, ErrorCode.JOB_ID_CONFLICT),
            500,
            Set.of(
                    ErrorCode.INPUT_CHANGED,
                    ErrorCode.NO_CAPACITY,
                    ErrorCode.DISK_FULL,
                    ErrorCode.OUT_OF_MEMORY,
                    ErrorCode.TASK_LOST,
                    ErrorCode.TIMED_OUT,
                    ErrorCode.ABORTED,
                    ErrorCode.CANCELLED,
                    ErrorCode.COMMIT_CONTENTION,
                    ErrorCode.SUPERSEDED,
                    ErrorCode.LOG_CORRUPT,
                    ErrorCode.DATA_CORRUPT,
                    ErrorCode.VERSION_TOO_OLD,
                    ErrorCode.OUTCOME_UNKNOWN,
                    ErrorCode.INTERNAL),
            503,
            Set.of(ErrorCode.UNAVAILABLE));

    @Test
    void shouldGiveEachCodeTheStatusThatIsMeant() {
        Map<Integer, Set<ErrorCode>> found = Arrays.stream(ErrorCode.values())
                .filter(code -> ErrorStatus.of(code) != 400)
                .collect(Collectors.groupingBy(ErrorStatus::of, Collectors.toSet()));

        assertThat(found).isEqualTo(MEANT);
    }

    @Test
    void shouldBlameTheRequestForWhatItsSenderCanMend() {
        List<ErrorCode> wrongRequests = Arrays.stream(ErrorCode.values())
                .filter(code -> ErrorStatus.of(code) == 400)
                .toList();

        assertThat(wrongRequests)
                .contains(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.UNKNOWN_FIELD,
                        ErrorCode.VALUE_OUT_OF_RANGE,
                        ErrorCode.SCHEMA_MISMATCH,
                        ErrorCode.SOURCE_NOT_ALLOWED,
                        ErrorCode.PLATFORM_NOT_DEPLOYED);
    }

    private static Fault fault(ErrorCode code) {
        return Fault.of(code, "t", "x", "y");
    }

    private static void assertTold(Throwable error, int status, ErrorCode code, boolean internal) {
        assertThat(ErrorStatus.of(error)).isEqualTo(status);
        assertThat(ErrorStatus.report(error).code()).isEqualTo(code);
        assertThat(ErrorStatus.report(error).faults()).isNotEmpty();
        assertThat(ErrorStatus.isInternal(error)).isEqualTo(internal);
    }

    @Test
    void shouldTellAnyErrorByItsKind() {
        assertTold(
                new InvalidRequestException("No.", List.of(fault(ErrorCode.UNKNOWN_TABLE))),
                404,
                ErrorCode.UNKNOWN_TABLE,
                false);
        assertTold(
                new CorruptDataException("No.", List.of(fault(ErrorCode.LOG_CORRUPT)), null),
                500,
                ErrorCode.LOG_CORRUPT,
                false);
        assertTold(
                new UnreachableException("the services", "nobody", "Run them.", null),
                503,
                ErrorCode.UNAVAILABLE,
                false);
        assertTold(new IllegalStateException("planted"), 500, ErrorCode.INTERNAL, true);
        assertTold(new NullPointerException(), 500, ErrorCode.INTERNAL, true);
    }

    @Test
    void shouldSayThatTheServerHasAFaultOfTheProgram() {
        assertThat(ErrorStatus.report(new IllegalStateException("planted")).message())
                .startsWith("INTERNAL at the server: found ")
                .contains("planted");
    }

    @Test
    void shouldCallUnavailableOnlyWhatDidNotHappen() {
        assertThat(ErrorStatus.of(new TransientFailureException("No.", List.of(fault(ErrorCode.UNAVAILABLE)))))
                .isEqualTo(503);
        assertThat(ErrorStatus.of(new TransientFailureException("No.", List.of(fault(ErrorCode.FILE_FORBIDDEN)))))
                .as("a right that is missing")
                .isEqualTo(403);
        assertThat(ErrorStatus.of(new OutcomeUnknownException("Perhaps.", List.of(fault(ErrorCode.UNAVAILABLE)))))
                .as("what may have happened, whatever kept it from being known")
                .isEqualTo(500);
        // A file system that refused may have done half of it.
        assertTold(
                new UncheckedIOException(new AccessDeniedException("/home/of/sleeper")),
                500,
                ErrorCode.UNAVAILABLE,
                false);
        assertTold(
                new UncheckedIOException(new IOException("No space left on device")), 500, ErrorCode.DISK_FULL, false);
        assertTold(new UncheckedIOException(new IOException("odd")), 500, ErrorCode.INTERNAL, true);
    }

    @Test
    void shouldWriteAnErrorWithItsSummaryAndAllFaults() {
        ErrorReport report =
                ErrorReport.of("It was not done.", List.of(fault(ErrorCode.WRONG_TYPE), fault(ErrorCode.BAD_ID)));

        assertThat(report.json().toString())
                .startsWith("{\"error\":{\"code\":\"WRONG_TYPE\",\"message\":\"It was not done. WRONG_TYPE at t: ")
                .contains("\"summary\":\"It was not done.\",\"faults\":[{\"code\":\"WRONG_TYPE\"");
        assertThat(report.json().at("/error/faults").findValuesAsText("code")).containsExactly("WRONG_TYPE", "BAD_ID");
    }
}
