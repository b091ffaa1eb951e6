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

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"\\ud800\"`,                 1,  ``,             `'\\ud800'`",
                "`\"a\\udc00b\"`,               1,  ``,             `'a\\udc00b'`",
                "`\"\\udc00\\ud800\"`,          1,  ``,             `'\\udc00\\ud800'`",
                "`\"\\ud800\\ud800\\udc00\"`,   1,  ``,             `'\\ud800\ud800\udc00'`",
                "`\"\\u0000\"`,                 1,  ``,             `'\\u0000'`",
                "`{\"\\ud800\":1}`,             9,  ``,             `a name with an unpaired surrogate`",
                "`{\"\\udc00\":1}`,             9,  ``,             `a name with an unpaired surrogate`",
                "`{\"\\ud800\\u0041\":1}`,       15, ``,             `a name with an unpaired surrogate`",
                "`{\"a\\u0000\":1}`,            2,  ` (a\\u0000)`,  `the name 'a\\u0000'`",
                "`{\"a\":{\"b\":\"\\udfff\"}}`,   11, ` (a.b)`,       `'\\udfff'`",
                "`{\"a\":[0,[\"\\udbff\"]]}`,   10, ` (a[1][0])`,   `'\\udbff'`",
                "`{\"a\":[{\"\\u0000\":1}]}`,   8,  ` (a[0].\\u0000)`, `the name '\\u0000'`"
            })
    void shouldRefuseTextThatNoStoreCanKeepWithItsPlace(String text, int column, String path, String found) {
        InvalidRequestException thrown =
                catchThrowableOfType(InvalidRequestException.class, () -> LocatedJsonReader.read("The text", text));

        assertThat(thrown.faults())
                .containsExactly(new Fault(
                        ErrorCode.MALFORMED_JSON,
                        "line 1, column " + column + path,
                        found,
                        "Unicode text without unpaired surrogates and without U+0000",
                        "Write the character that is meant; one beyond U+FFFF is a pair of \\u escapes.",
                        FaultLocation.NONE.atLine(1)));
    }

    @Test
    void shouldRefuseASurrogateThatStandsInTheTextItself() {
        assertThatThrownBy(() -> LocatedJsonReader.read("The text", "[\n\"\ud83d\"]"))
                .hasMessageContaining("MALFORMED_JSON at line 2, column 1 ([0]): found '\\ud83d'");
        assertThatThrownBy(() -> LocatedJsonReader.read("The text", "{\"\ud83d\":1}"))
                .hasMessageContaining("MALFORMED_JSON at line 1, column 2 (\\ud83d): found the name '\\ud83d'");
    }

    @Test
    void shouldTakeEveryCharacterOfUnicode() {
        String text = "\ud83d\ude00 \ud800\udc00 \udbff\udfff \ufffd \u007f";

        assertThat(LocatedJsonReader.read("The text", "\"\\ud83d\\ude00" + text + "\""))
                .isEqualTo(new JsonText(new Position(1, 1), "\ud83d\ude00" + text));
    }

    @Test
    void shouldTakeWhatAValueOfARowMayHold() {
        assertThat(LocatedJsonReader.readValue("The line", "\"a\\u0000\""))
                .isEqualTo(new JsonText(new Position(1, 1), "a\u0000"));
        assertThatThrownBy(() -> LocatedJsonReader.readValue("The line", "\"\\ud800\""))
                .hasMessageContaining("found '\\ud800'");
    }
}
