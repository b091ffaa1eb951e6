package sleeper.statemachine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.CorruptDataException;
import sleeper.statemachine.graph.GraphEdge.Kind;

class MachineGraphTest {
    private static MachineGraph graph(String states) {
        return MachineGraph.parse("{\"StartAt\":\"A\",\"States\":{" + states.replace('\'', '"') + "}}");
    }

    private static GraphState first(String state) {
        return graph("'A':" + state).states().get(0);
    }

    @Test
    void shouldReadEveryKindOfWayOutOfAState() {
        // When
        GraphState state = first("""
                {'Type':'Task','Comment':'Why.','Resource':'arn:aws:states:::lambda:invoke',
                 'Parameters':{'FunctionName':'f'},
                 'Retry':[{'ErrorEquals':['E'],'MaxAttempts':6,'IntervalSeconds':2,'MaxDelaySeconds':60}],
                 'Catch':[{'ErrorEquals':['sleeper.core.error.InvalidRequestException','X'],'Next':'C'}],'Next':'B'}""");
        // Then
        GraphEdge caught =
                new GraphEdge(Kind.CATCH, "C", List.of("sleeper.core.error.InvalidRequestException", "X"), "");
        assertThat(state)
                .isEqualTo(new GraphState(
                        "A",
                        "Task",
                        "lambda:invoke f",
                        "Why.",
                        List.of(
                                new GraphEdge(Kind.NEXT, "B", List.of(), ""),
                                new GraphEdge(Kind.RETRY, "A", List.of("E"), "6 times, from 2 s, at most 60 s"),
                                caught),
                        List.of()));
        assertThat(caught.shortErrors()).isEqualTo("InvalidRequestException, X");
    }

    @Test
    void shouldTakeARetryThatLeavesOutItsNumbersAsStepFunctionsDoes() {
        assertThat(
                        first(
                                "{'Type':'Task','Resource':'arn:aws:lambda:r:1:function:f','Retry':[{'ErrorEquals':['E']}],'End':true}"))
                .satisfies(state -> assertThat(state.resource()).isEqualTo("arn:aws:lambda:r:1:function:f"))
                .satisfies(state -> assertThat(state.edges())
                        .containsExactly(new GraphEdge(Kind.RETRY, "A", List.of("E"), "3 times, from 1 s")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Variable':'$.a.word','StringEquals':'go' | go",
                "'Variable':'$.failure','IsPresent':true | failure",
                "'Variable':'$.failure','IsPresent':false | failure is present false",
                "'Not':{'Variable':'$.a.word','StringEquals':''} | word is not ''",
                "'Not':{'Variable':'$.a','IsPresent':true} | not a",
                "'And':[{'Variable':'$.a','StringEquals':'x'},{'Variable':'$.b','StringEquals':'y'}] | x and y",
                "'Or':[{'Variable':'$.a','StringEquals':'x'},{'Variable':'$.b','StringEquals':'y'}] | x or y",
                "'Variable':'$.a.rows','NumericGreaterThan':5 | rows numeric greater than 5",
                "'Variable':'$.a','BooleanEquals':true | a boolean equals true",
                "'Condition':'{% $n > 5 %}' | {% $n > 5 %}",
            })
    void shouldPutTheConditionOfARuleIntoWords(String rule, String words) {
        // When
        GraphState choice = first("{'Type':'Choice','Choices':[{" + rule + ",'Next':'B'}],'Default':'C'}");
        // Then
        assertThat(choice.edges())
                .containsExactly(
                        new GraphEdge(Kind.CHOICE, "B", List.of(), words),
                        new GraphEdge(Kind.DEFAULT, "C", List.of(), ""));
    }

    @Test
    void shouldHoldTheGraphsThatAStateRuns() {
        // When
        MachineGraph graph = graph("""
                'A':{'Type':'Parallel','End':true,'Branches':[
                  {'StartAt':'P','States':{'P':{'Type':'Pass','End':true}}},
                  {'StartAt':'M','States':{'M':{'Type':'Map','End':true,
                     'ItemProcessor':{'StartAt':'I','States':{'I':{'Type':'Succeed'}}}}}}]}""");
        // Then
        assertThat(graph.allStates()).extracting(GraphState::name).containsExactly("A", "P", "M", "I");
        assertThat(graph.states()).hasSize(1);
        assertThat(graph.states().get(0).machines())
                .extracting(MachineGraph::startAt)
                .containsExactly("P", "M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{}", "{\"StartAt\":\"A\"}", "{\"States\":{}}"})
    void shouldRefuseWhatIsNoDefinition(String text) {
        assertThatThrownBy(() -> MachineGraph.parse(text)).isInstanceOf(CorruptDataException.class);
    }
}
