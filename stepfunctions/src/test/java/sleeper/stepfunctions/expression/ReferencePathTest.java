package sleeper.stepfunctions.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencePathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$|{`a`:1}|7",
                "$.a|{`a`:1,`b`:2}|{`a`:7,`b`:2}",
                "$.x.y|{`a`:1}|{`a`:1,`x`:{`y`:7}}",
                "$['b c'].d|{}|{`b c`:{`d`:7}}",
                "$[\"q\"]|{}|{`q`:7}",
                "$.a[1]|{`a`:[1,2]}|{`a`:[1,7]}",
                "$.a-b|{}|{`a-b`:7}"
            })
    void shouldPutAValueAndMakeObjectsOnTheWay(String path, String document, String expected) {
        assertThat(ReferencePath.parse(path).put(Json.readKnown(document.replace('`', '"')), Json.readKnown("7")))
                .contains(Json.readKnown(expected.replace('`', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"$.a|1", "$.a.b|{\"a\":1}", "$[0]|[]", "$.a[2]|{\"a\":[1]}"})
    void shouldNotPutAValueWhereNothingCanBe(String path, String document) {
        assertThat(ReferencePath.parse(path).put(Json.readKnown(document), Json.readKnown("7")))
                .isEmpty();
    }

    @Test
    void shouldLeaveTheGivenDocumentAsItWas() {
        var document = Json.readKnown("{\"a\":{\"b\":1}}");
        ReferencePath.parse("$.a.b").put(document, Json.readKnown("7"));
        assertThat(document).isEqualTo(Json.readKnown("{\"a\":{\"b\":1}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "$.a[*]", "$..a", "$.a[0:2]", "$.a[?(@.b)]", "$.", "$.a['b','c']", "$.a,b"})
    void shouldRefusePathsThatDoNotNameOnePlace(String path) {
        assertThatThrownBy(() -> ReferencePath.parse(path))
                .isInstanceOf(ExpressionSyntaxException.class)
                .hasMessageContaining("is not a reference path");
    }
}
