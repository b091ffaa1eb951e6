package sleeper.stepfunctions.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The functions on the input of {@link #INPUT}. What the developer guide leaves open or says otherwise (fractions cut off in arrays, the
 * order of unique elements, empty pieces dropped, forgiving Base64) is what Step Functions was seen to do.
 */
class IntrinsicFunctionsTest {
    private static final String INPUT =
            "{\"arr\":[1,2,3,4,5],\"empty\":[],\"s\":\"a,b,,c\",\"obj\":{\"a\":1,\"b\":[2]},"
                    + "\"other\":{\"b\":3,\"c\":null},\"n\":null,\"t\":true,\"d\":3.5,\"text\":\"it's\",\"json\":\"{\\\"k\\\": [1.5]}\","
                    + "\"dup\":[\"b\",\"a\",\"b\",1,1,{\"x\":1},{\"x\":1}]}";

    private static JsonNode evaluate(String expression) {
        Scope scope = new Scope(Json.readKnown(INPUT), Json.object(), Variables.none(), Chance.seeded(7));
        return Expression.parse(expression).evaluate(scope);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "States.Array()|[]",
                "States.Array('a', 1, -2.5, true, null, $.obj.a, States.Array($.t))|[`a`,1,-2.5,true,null,1,[true]]",
                "States.ArrayPartition($.arr, 2)|[[1,2],[3,4],[5]]",
                "States.ArrayPartition($.arr, 2.9)|[[1,2],[3,4],[5]]",
                "States.ArrayPartition($.empty, 3)|[]",
                "States.ArrayContains($.arr, 3)|true",
                "States.ArrayContains($.arr, '3')|false",
                "States.ArrayContains($.dup, States.StringToJson('{\"x\":1}'))|true",
                "States.ArrayRange(1, 9, 2)|[1,3,5,7,9]",
                "States.ArrayRange(5, 1, -2)|[5,3,1]",
                "States.ArrayRange(5, 1, 1)|[]",
                "States.ArrayRange(1.6, 1.4, 1)|[1]",
                "States.ArrayGetItem($.arr, 1)|2",
                "States.ArrayGetItem($.arr, 1.9)|2",
                "States.ArrayGetItem($.empty, 7)|null",
                "States.ArrayLength($.arr)|5",
                "States.ArrayUnique(States.Array(true, false, true))|[false,true]",
                "States.ArrayUnique(States.Array(1, 2, 1, 3))|[1,2,3]",
                "States.Base64Encode('Data')|`RGF0YQ==`",
                "States.Base64Decode('RGF0YQ==')|`Data`",
                "States.Base64Decode(' RGF0 YQ')|`Data`",
                "States.Base64Decode('')|``",
                "States.Hash('hello', 'MD5')|`5d41402abc4b2a76b9719d911017c592`",
                "States.Hash('hello', 'SHA-1')|`aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d`",
                "States.JsonMerge($.obj, $.other, false)|{`a`:1,`b`:3,`c`:null}",
                "States.JsonToString($.obj)|`{\\`a\\`:1,\\`b\\`:[2]}`",
                "States.StringToJson($.json)|{`k`:[1.5]}",
                "States.StringToJson('')|null",
                "States.MathAdd(111, -1)|110",
                "States.MathAdd(1.5, -1.5)|1",
                "States.MathAdd(2147483646, 1)|2147483647",
                "States.StringSplit($.s, ',')|[`a`,`b`,`c`]",
                "States.StringSplit('1.2+3', '.+')|[`1`,`2`,`3`]",
                "States.Format('{} {} {} {}', $.text, $.d, $.n, $.t)|`it's 3.5 null true`",
                "States.Format('{}', $.obj)|`{a=1, b=[2]}`",
                "States.Format('\\{\\}\\\\ \\'{}\\'', 1)|`{}\\\\ '1'`",
                "States.Format('no place')|`no place`"
            })
    void shouldCompute(String expression, String expected) {
        assertThat(evaluate(expression.strip())).isEqualTo(Json.readKnown(expected.replace('`', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "States.ArrayPartition($.arr, 0.6)",
                "States.ArrayPartition($.s, 2)",
                "States.ArrayPartition($.arr)",
                "States.ArrayContains($.s, 'a')",
                "States.ArrayRange(1, 10, 0.5)",
                "States.ArrayRange(1, 1001, 1)",
                "States.ArrayRange('a', 1, 1)",
                "States.ArrayGetItem($.arr, 5)",
                "States.ArrayGetItem($.arr, -1)",
                "States.ArrayLength($.s)",
                "States.ArrayUnique($.obj)",
                "States.Base64Encode(1)",
                "States.Base64Decode()",
                "States.Hash('data', 'sha-256')",
                "States.Hash('data')",
                "States.JsonMerge($.obj, $.arr, false)",
                "States.JsonMerge($.obj, $.other, true)",
                "States.JsonToString()",
                "States.StringToJson('{bad}')",
                "States.StringToJson($.obj)",
                "States.MathRandom(1.4, 1.6)",
                "States.MathRandom(2, 1)",
                "States.MathAdd(2147483647, 1)",
                "States.MathAdd('1', 1)",
                "States.MathAdd(3000000000, 1)",
                "States.StringSplit($.s, 1)",
                "States.Format('{} {}', 1)",
                "States.Format('{}', 1, 2)",
                "States.Format('{', 1)",
                "States.UUID(1)"
            })
    void shouldRefuseArgumentsThatDoNotFit(String expression) {
        String function = expression.substring(0, expression.indexOf('('));

        assertThatThrownBy(() -> evaluate(expression))
                .isInstanceOf(IntrinsicFailedException.class)
                .hasMessageStartingWith(
                        "The function '" + expression + "' had the following error: Invalid arguments in " + function);
    }

    @Test
    void shouldNameTheWholeCallWhenAnArgumentIsMissing() {
        assertThatThrownBy(() -> evaluate("States.Format('{}', States.MathAdd($.nope, 1))"))
                .isInstanceOf(IntrinsicFailedException.class)
                .hasMessage("The function 'States.Format('{}', States.MathAdd($.nope, 1))' had the following error: "
                        + "The JsonPath argument for the field '$.nope' could not be found in the input '" + INPUT
                        + "'");
    }

    @Test
    void shouldGiveTheSameRandomNumberForTheSameSeedWithinTheBounds() {
        JsonNode first = evaluate("States.MathRandom(5, 8, 42)");

        assertThat(evaluate("States.MathRandom(5, 8, 42)")).isEqualTo(first);
        assertThat(first.intValue()).isBetween(5, 7);
        assertThat(evaluate("States.MathRandom(1, 2)").intValue()).isEqualTo(1);
    }

    @Test
    void shouldMakeIdsFromTheGivenChance() {
        assertThat(evaluate("States.UUID()").textValue()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "States.Nope(1)",
                "States.format('x')",
                "States.Array(1",
                "States.Array(1,)",
                "States.Array(1) x",
                "States.Array(\"a\")",
                "States.Array('a\\n')",
                "States.Array('a",
                "plain text",
                ""
            })
    void shouldRefuseTextThatIsNoCall(String text) {
        assertThatThrownBy(() -> Expression.parse(text))
                .isInstanceOf(ExpressionSyntaxException.class)
                .hasMessageContaining("is not a valid intrinsic function call");
    }
}
