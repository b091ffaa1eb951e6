package sleeper.stepfunctions.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathExpressionTest {
    private static final JsonNode INPUT =
            Json.readKnown(("{'items':[{'id':1,'session':null},{'id':2,'session':{'x':1}},"
                            + "{'id':3},{'id':4,'session':false}],'none':[],'nulls':[null],'deep':[[]],'no':null,"
                            + "'lists':[{'l':[{'x':null}]},{'l':[{'x':2}]}],'names':[{'a b':null,'n':'(@.x)'},{'a b':1,'n':'y'}]}")
                    .replace('\'', '"'));

    private static JsonNode find(String path) {
        return PathExpression.parsePath(path)
                .evaluate(new Scope(INPUT, Json.object(), Variables.none(), Chance.seeded(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$.none[0]|No results for path: $['none'][0]",
                "$.none[-1]|No results for path: $['none'][-1]",
                "$.nulls[1]|No results for path: $['nulls'][1]",
                "$.deep[0][0]|No results for path: $['deep'][0][0]",
                "$.none[0].x|No results for path: $['none'][0]['x']",
                "$.items[9].id|No results for path: $['items'][9]['id']"
            })
    void shouldFindNothingBehindTheEndOfAList(String path, String problem) {
        assertThatThrownBy(() -> find(path))
                .isInstanceOf(NoSuchValueException.class)
                .hasMessageEndingWith(problem);
    }

    @Test
    void shouldFindANullThatIsThere() {
        assertThat(find("$.nulls[0]").isNull()).isTrue();
        assertThat(find("$.nulls[-1]").isNull()).isTrue();
        assertThat(find("$.no").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "$.none[0:1];[]",
                "$.nulls[0,9];[null]",
                "$..none[0];[]",
                "$.none[*][0];[]",
                "$.items[?(!@.session)].id;[1,3]",
                "$.items[?(@.session)].id;[2,4]",
                "$.items[?( ! @.session )].id;[1,3]",
                "$.items[?(!@['session'])].id;[1,3]",
                "$.items[?(!(@.session))].id;[1,3]",
                "$.items[?(!@.session && @.id < 3)].id;[1]",
                "$.items[?(@.id > 3 || !@.session)].id;[1,3,4]",
                "$.items[?(!@.session.x)].id;[1,3,4]",
                "$.items[?(@.session == null)].id;[1]",
                "$.items[?(@.session == false)].id;[4]",
                "$.lists[?(@.l[?(@.x)])].l[0].x;[null,2]",
                "$.lists[*].l[?(!@.x)];[{'x':null}]",
                "$.names[?(!@['a b'])].n;['(@.x)']",
                "$.names[?(@.n == '(@.x)')].n;['(@.x)']",
                "$.names[?(@.n =~ /.*@.x.*/)].n;['(@.x)']",
                "$.names[?(@.n =~ /Y/i && @['a b'])].n;['y']"
            })
    void shouldFindEachThatFits(String path, String found) {
        assertThat(Json.write(find(path))).isEqualTo(found.replace('\'', '"'));
    }
}
