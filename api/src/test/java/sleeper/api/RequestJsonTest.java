package sleeper.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;

class RequestJsonTest {
    private static Optional<JsonNode> parse(String text) {
        return RequestJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadOneValue() {
        assertThat(parse(" {\"a\": [1, \"é\"]} "))
                .contains(StoredJson.object().set("a", StoredJson.array().add(1).add("é")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "null"})
    void shouldReadNothing(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}{}", "{} x", "NaN", "{'a':1}", "[1,]", "// none\n{}", "\u0000", "a=b"})
    void shouldRefuseWhatIsNotOneValue(String text) {
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, () -> parse(text));

        assertThat(refused.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
            assertThat(fault.where()).startsWith("the body, line ");
            assertThat(fault.allowed()).isEqualTo("one JSON value");
        });
    }

    @Test
    void shouldRefuseAnObjectThatHasAFieldTwice() {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> parse("{\"a\":1,\n\"a\":2}"));

        assertThat(refused.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(ErrorCode.DUPLICATE_FIELD);
            assertThat(fault.where()).startsWith("the body, line 2");
            assertThat(fault.found()).isEqualTo("field 'a' again");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"FEFF0000", "0000007B7FFFFFFF", "FFFE", "EFBB", "C3"})
    void shouldRefuseBytesThatAreNoText(String hex) {
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class,
                () -> RequestJson.parse(HexFormat.of().parseHex(hex)));

        assertThat(refused.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(ErrorCode.MALFORMED_JSON));
    }

    @Test
    void shouldSayWhereItIsNoJson() {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> parse("{\"a\": 1,\n \"b\": x}"));

        assertThat(refused.faults().get(0).where()).isEqualTo("the body, line 2, column 7");
        assertThat(refused.faults().get(0).location().line()).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatIsTooDeep() {
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class, () -> parse("[".repeat(200_000) + "]".repeat(200_000)));

        assertThat(refused.faults().get(0).found()).contains("depth");
    }
}
