package sleeper.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ConflictException;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;

class BriefErrorsTest {
    static Stream<BiFunction<String, List<Fault>, SleeperException>> kinds() {
        return Stream.of(
                InvalidRequestException::new,
                ConflictException::new,
                TransientFailureException::new,
                OutcomeUnknownException::new,
                CorruptDataException::new,
                RunFailedException::new);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldCutALongErrorAndKeepItsClass(BiFunction<String, List<Fault>, SleeperException> kind) {
        Fault fault = Fault.of(ErrorCode.FILE_NOT_FOUND, "x".repeat(2_000), "y".repeat(2_000), "z".repeat(2_000));
        SleeperException error = kind.apply("It failed.", Collections.nCopies(100, fault));

        SleeperException brief = BriefErrors.of(error);

        assertThat(brief).hasSameClassAs(error).hasCause(error);
        assertThat(brief.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(brief.getMessage())
                .startsWith("FILE_NOT_FOUND: The step failed with 100 faults, of which the first: ")
                .hasSizeLessThan(BriefErrors.MAX_LENGTH);
    }

    @Test
    void shouldPutItsCodeBeforeAShortError() {
        SleeperException error =
                new RunFailedException("It failed.", List.of(Fault.of(ErrorCode.DISK_FULL, "the disk", "", "")));

        assertThat(BriefErrors.of(error))
                .hasSameClassAs(error)
                .hasCause(error)
                .hasMessage("DISK_FULL: " + error.getMessage())
                .satisfies(brief -> {
                    assertThat(brief.getStackTrace()).isEqualTo(error.getStackTrace());
                    assertThat(brief.faults()).isEqualTo(error.faults());
                });
    }
}
