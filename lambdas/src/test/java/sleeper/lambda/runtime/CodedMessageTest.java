package sleeper.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;

class CodedMessageTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldReadTheCodeAndTheTextThatWereWritten(ErrorCode code) {
        String text = "It failed: twice. NULL_VALUE at in/a.parquet: found a null.";

        assertThat(CodedMessage.read(CodedMessage.write(code, text)))
                .isEqualTo(new CodedMessage(Optional.of(code), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "It failed.",
                "Job 'a' was not accepted. FILE_NOT_FOUND at files[0]: found nothing.",
                "NO_CODE: It failed.",
                "FILE_NOT_FOUND",
                "file_not_found: It failed."
            })
    void shouldTakeNoCodeFromAMessageThatDoesNotBeginWithOne(String message) {
        assertThat(CodedMessage.read(message)).isEqualTo(new CodedMessage(Optional.empty(), message));
    }

    @Test
    void shouldReadAnEmptyText() {
        assertThat(CodedMessage.read("DISK_FULL: ")).isEqualTo(new CodedMessage(Optional.of(ErrorCode.DISK_FULL), ""));
    }
}
