package sleeper.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.api.ApiRequest;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;

class CallTest {
    private static final Set<String> KNOWN = Set.of("a", "b");

    private static Call get(Map<String, String> query) {
        return Call.of(ApiRequest.get("/x", query), Map.of(), KNOWN);
    }

    private static Call post(String body) {
        Optional<JsonNode> json =
                Optional.of(body).filter(text -> !text.isEmpty()).map(text -> StoredJson.parse("a body", text));
        return Call.of(new ApiRequest("POST", "/x", Map.of(), json), Map.of(), KNOWN);
    }

    private static ObjectNode body(String body) {
        return post(body).body();
    }

    private static List<Fault> faults(ThrowingCallable call) {
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, call);
        assertThat(refused.summary()).isEqualTo("The request was not understood.");
        return refused.faults();
    }

    @Test
    void shouldGiveParametersThatAreThereAndNotBlank() {
        Call call = get(Map.of("a", "x", "b", " "));

        assertThat(call.query("a")).contains("x");
        assertThat(call.query("b")).isEmpty();
        assertThat(get(Map.of()).query("a")).isEmpty();
    }

    @Test
    void shouldGiveAParameterAsItStandsWhereABlankOneMeansSomething() {
        Call call = get(Map.of("a", "", "b", " "));

        assertThat(call.value("a")).contains("");
        assertThat(call.value("b")).contains(" ");
        assertThat(get(Map.of()).value("a")).isEmpty();
    }

    @Test
    void shouldRefuseABodyOfARequestThatReads() {
        ApiRequest request = new ApiRequest("GET", "/x", Map.of(), Optional.of(StoredJson.object()));

        assertThat(faults(() -> Call.of(request, Map.of(), KNOWN)))
                .containsExactly(
                        Fault.of(ErrorCode.UNKNOWN_FIELD, "the request", "a body", "no body; parameters of the query"));
    }

    @Test
    void shouldTellOfManyUnknownFieldsNoMoreThanAPersonReads() {
        ObjectNode many = StoredJson.object();
        IntStream.range(0, 100_000).forEach(i -> many.put("f" + i, i));

        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> BodyFields.object(Optional.of(many), KNOWN));

        assertThat(refused.faults()).hasSize(Faults.MAX_KEPT);
        assertThat(refused.summary()).contains("of 100000 faults");
    }

    @Test
    void shouldRefuseParametersThatTheAddressDoesNotTake() {
        assertThat(faults(() -> get(Map.of("a", "1", "z", "2", "c", "3"))))
                .containsExactly(
                        Fault.of(ErrorCode.UNKNOWN_FIELD, "the query", "parameter 'c'", "a, b"),
                        Fault.of(ErrorCode.UNKNOWN_FIELD, "the query", "parameter 'z'", "a, b"));
        assertThat(faults(() ->
                        Call.of(new ApiRequest("POST", "/x", Map.of("a", "1"), Optional.empty()), Map.of(), KNOWN)))
                .containsExactly(Fault.of(ErrorCode.UNKNOWN_FIELD, "the query", "parameter 'a'", "no parameter"));
    }

    @Test
    void shouldNotLetAnAddressUseAParameterThatItDoesNotSay() {
        assertThatThrownBy(() -> get(Map.of()).query("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("c");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "500, 500", "007, 7"})
    void shouldReadNumbersInTheirRange(String text, int number) {
        assertThat(get(Map.of("a", text)).number("a", 50, 500)).isEqualTo(number);
    }

    @Test
    void shouldTakeTheUsualNumberWhereNoneIsGiven() {
        assertThat(get(Map.of()).number("a", 50, 500)).isEqualTo(50);
        assertThat(get(Map.of("a", "")).number("a", 50, 500)).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "-1", "1.5", "1e2", "ten", "0x10", " 1", "99999999999999999999"})
    void shouldRefuseOtherNumbers(String text) {
        assertThat(faults(() -> get(Map.of("a", text)).number("a", 50, 500)))
                .containsExactly(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, "parameter a", "'" + text + "'", "1 to 500"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}"})
    void shouldHaveAnEmptyBodyWhereNothingIsSent(String text) {
        assertThat(body(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]|array", "\"x\"|string", "1|number", "true|boolean"})
    void shouldRefuseABodyThatIsNoObject(String text, String kind) {
        assertThat(faults(() -> body(text)))
                .containsExactly(Fault.of(ErrorCode.WRONG_TYPE, "the body", kind, "a JSON object"));
    }

    @Test
    void shouldRefuseEachFieldThatTheAddressDoesNotTake() {
        assertThat(faults(() -> body("{\"a\":1,\"A\":2,\"c\":null}")))
                .containsExactly(
                        Fault.of(ErrorCode.UNKNOWN_FIELD, "the body", "field 'A'", "a, b"),
                        Fault.of(ErrorCode.UNKNOWN_FIELD, "the body", "field 'c'", "a, b"));
        assertThat(faults(() -> Call.of(
                                new ApiRequest(
                                        "POST",
                                        "/x",
                                        Map.of(),
                                        Optional.of(StoredJson.object().put("a", 1))),
                                Map.of(),
                                Set.of())
                        .body()))
                .containsExactly(Fault.of(ErrorCode.UNKNOWN_FIELD, "the body", "field 'a'", "no field"));
    }

    @Test
    void shouldReadFieldsOfEachType() {
        ObjectNode body = body("{\"a\": \"x\", \"b\": [\"y\", \"z\"]}");

        assertThat(BodyFields.text(body, "a")).isEqualTo("x");
        assertThat(BodyFields.optionalText(body, "a")).contains("x");
        assertThat(BodyFields.texts(body, "b")).containsExactly("y", "z");
        assertThat(BodyFields.optionalList(body, "b"))
                .hasValueSatisfying(list -> assertThat(list).hasSize(2));
        assertThat(BodyFields.optionalInt(body("{\"a\": 5}"), "a", 1, 5)).contains(5);
        assertThat(BodyFields.flag(body("{\"a\": true}"), "a")).isTrue();
        assertThat(BodyFields.optionalObject(body("{\"a\": {\"p\": 1}}"), "a", Set.of("p")))
                .contains(StoredJson.object().put("p", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\": null}"})
    void shouldTakeNullForNothing(String text) {
        ObjectNode body = body(text);

        assertThat(BodyFields.optional(body, "a")).isEmpty();
        assertThat(BodyFields.optionalText(body, "a")).isEmpty();
        assertThat(BodyFields.optionalInt(body, "a", 1, 2)).isEmpty();
        assertThat(BodyFields.optionalList(body, "a")).isEmpty();
        assertThat(BodyFields.optionalObject(body, "a", Set.of())).isEmpty();
        assertThat(BodyFields.flag(body, "a")).isFalse();
        Fault missing = Fault.of(ErrorCode.MISSING_FIELD, "the body", "no field 'a'", "");
        assertThat(faults(() -> BodyFields.field(body, "a"))).containsExactly(missing);
        assertThat(faults(() -> BodyFields.text(body, "a"))).containsExactly(missing);
        assertThat(faults(() -> BodyFields.texts(body, "a"))).containsExactly(missing);
    }

    private static Fault wrongType(String found, String allowed) {
        return Fault.of(ErrorCode.WRONG_TYPE, "field 'a'", found, allowed);
    }

    @Test
    void shouldRefuseEveryOtherType() {
        Map<String, String> kinds =
                Map.of("\"x\"", "string", "1.5", "number", "true", "boolean", "[1]", "array", "{}", "object");
        kinds.forEach((value, kind) -> {
            ObjectNode body = body("{\"a\": " + value + "}");
            if (!kind.equals("string")) {
                assertThat(faults(() -> BodyFields.text(body, "a"))).containsExactly(wrongType(kind, "a string"));
                assertThat(faults(() -> BodyFields.optionalText(body, "a")))
                        .containsExactly(wrongType(kind, "a string"));
            }
            if (!kind.equals("boolean")) {
                assertThat(faults(() -> BodyFields.flag(body, "a"))).containsExactly(wrongType(kind, "true or false"));
            }
            if (!kind.equals("object")) {
                assertThat(faults(() -> BodyFields.optionalObject(body, "a", Set.of())))
                        .containsExactly(wrongType(kind, "an object"));
            }
            if (!kind.equals("array")) {
                assertThat(faults(() -> BodyFields.texts(body, "a")))
                        .containsExactly(wrongType(kind, "an array of strings"));
                assertThat(faults(() -> BodyFields.optionalList(body, "a")))
                        .containsExactly(wrongType(kind, "an array"));
            }
            assertThat(faults(() -> BodyFields.optionalInt(body, "a", 1, 2)))
                    .containsExactly(wrongType(kind, "a whole number"));
        });
    }

    @Test
    void shouldRefuseAnArrayWithSomethingElseThanStrings() {
        assertThat(faults(() -> BodyFields.texts(body("{\"a\": [\"x\", 1]}"), "a")))
                .containsExactly(wrongType("number", "a string"));
        assertThat(faults(() -> BodyFields.texts(body("{\"a\": [null]}"), "a")))
                .containsExactly(wrongType("null", "a string"));
    }

    @Test
    void shouldRefuseAFieldWithinAFieldThatIsNotKnown() {
        assertThat(faults(() -> BodyFields.optionalObject(body("{\"a\": {\"q\": 1}}"), "a", Set.of("p"))))
                .containsExactly(Fault.of(ErrorCode.UNKNOWN_FIELD, "field 'a'", "field 'q'", "p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-1", "2147483647", "2147483648", "99999999999999999999"})
    void shouldRefuseANumberOutsideItsRange(String number) {
        assertThat(faults(() -> BodyFields.optionalInt(body("{\"a\": " + number + "}"), "a", 1, 2)))
                .containsExactly(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, "field 'a'", number, "1 to 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "1.0"})
    void shouldRefuseWhatIsNoNumberOfTheType(String number) {
        assertThat(faults(() -> BodyFields.optionalInt(body("{\"a\": " + number + "}"), "a", 1, 2)))
                .containsExactly(wrongType("number", "a whole number"));
    }
}
