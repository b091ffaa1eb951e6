package sleeper.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.LocatedJson.JsonArray;
import sleeper.core.json.LocatedJson.JsonBoolean;
import sleeper.core.json.LocatedJson.JsonNull;
import sleeper.core.json.LocatedJson.JsonNumber;
import sleeper.core.json.LocatedJson.JsonObject;
import sleeper.core.json.LocatedJson.JsonText;
import sleeper.core.json.LocatedJson.Member;

class LocatedJsonReaderTest {
    @Test
    void shouldGiveEveryValueItsPlace() {
        assertThat(LocatedJsonReader.read("The text", "{\n  \"a\": [1.50, true,\n null],\"b\":\"x\"}"))
                .isEqualTo(new JsonObject(
                        new Position(1, 1),
                        List.of(
                                new Member(
                                        new Position(2, 3),
                                        "a",
                                        new JsonArray(
                                                new Position(2, 8),
                                                List.of(
                                                        new JsonNumber(new Position(2, 9), "1.50"),
                                                        new JsonBoolean(new Position(2, 15), true),
                                                        new JsonNull(new Position(3, 2))))),
                                new Member(new Position(3, 8), "b", new JsonText(new Position(3, 12), "x")))));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"a\" 1}`,            6",
                "`{\"a\":1,}`,           8",
                "`[1,,2]`,               4",
                "`{a:1}`,                2",
                "`{'a':1}`,              2",
                "`[tru]`,                2",
                "`[1 2]`,                4",
                "`{\"a\":01}`,           7",
                "`[NaN]`,                5",
                "`{\"a\":1 // c}`,       8",
                "`\"\\q\"`,              3",
                "`\"ab`,                 4",
                "`{\"a\":1`,             7",
                "`{\"a\":1,`,            8",
                "`[1}`,                  3",
                "`{} {}`,                4",
                "``,                     1"
            })
    void shouldNameThePlaceOfWhatIsNotJson(String text, int column) {
        InvalidRequestException thrown =
                catchThrowableOfType(InvalidRequestException.class, () -> LocatedJsonReader.read("The text", text));

        assertThat(thrown.faults()).hasSize(1);
        assertThat(thrown.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
        assertThat(thrown.faults().get(0).where()).isEqualTo("line 1, column " + column);
        assertThat(thrown.faults().get(0).location()).isEqualTo(FaultLocation.NONE.atLine(1));
        assertThat(thrown.getMessage()).doesNotContain("REDACTED", "Feature", "enable");
    }

    @Test
    void shouldSayWhatStandsThereAndWhatMay() {
        assertThatThrownBy(() -> LocatedJsonReader.read("The text", "{\n  \"a\": \"1\"\n  \"b\":2}"))
                .hasMessage("The text could not be read. MALFORMED_JSON at line 3, column 3: found '\"'; allowed: comma"
                        + " to separate Object entries. Mend the text at the line and column given.");
    }

    @Test
    void shouldRefuseNestingThatWouldExhaustTheStack() {
        InvalidRequestException thrown = catchThrowableOfType(
                InvalidRequestException.class, () -> LocatedJsonReader.read("The text", "[".repeat(100_000)));

        assertThat(thrown.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void shouldRefuseATextLongerThanAnyQueueTakes() {
        String text = " ".repeat(LocatedJsonReader.MAX_LENGTH) + "1";

        InvalidRequestException thrown =
                catchThrowableOfType(InvalidRequestException.class, () -> LocatedJsonReader.read("The text", text));

        assertThat(thrown.faults())
                .containsExactly(
                        Fault.of(ErrorCode.LIMIT_EXCEEDED, "the text", "1048577 characters", "at most 1048576"));
    }
}
