package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.store.ExecutionStatus;

class ChoiceAndDataTest {
    private static final String INPUT =
            "{\"s\":\"b\",\"other\":\"c\",\"i\":5,\"d\":5.0,\"big\":10,\"t\":true,\"n\":null,"
                    + "\"at\":\"2026-01-01T00:00:00Z\",\"later\":\"2026-01-01T01:30:00+01:00\",\"o\":{},\"none\":[],\"nulls\":[null],\"star\":\"a*b.log\"}";

    private final VirtualStepFunctions service = VirtualStepFunctions.open();

    @AfterEach
    void close() {
        service.close();
    }

    private ExecutionDescription choose(String rule) {
        return service.runDefinition(
                "{\"StartAt\":\"C\",\"States\":{\"C\":{\"Type\":\"Choice\",\"Choices\":[{" + rule
                        + ",\"Next\":\"Yes\"}],\"Default\":\"No\"},\"Yes\":{\"Type\":\"Pass\",\"Result\":\"yes\",\"End\":true},"
                        + "\"No\":{\"Type\":\"Pass\",\"Result\":\"no\",\"End\":true}}}",
                INPUT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Variable':'$.s','StringEquals':'b'|yes",
                "'Variable':'$.i','StringEquals':'5'|no",
                "'Variable':'$.s','StringLessThanPath':'$.other'|yes",
                "'Variable':'$.s','StringGreaterThan':'b'|no",
                "'Variable':'$.s','StringGreaterThanEquals':'b'|yes",
                "'Variable':'$.s','StringLessThanEquals':'a'|no",
                "'Variable':'$.star','StringMatches':'a*.log'|yes",
                "'Variable':'$.star','StringMatches':'a\\\\*b.log'|yes",
                "'Variable':'$.star','StringMatches':'a\\\\*c*'|no",
                "'Variable':'$.star','StringMatches':'*'|yes",
                "'Variable':'$.i','NumericEqualsPath':'$.d'|yes",
                "'Variable':'$.i','NumericEquals':5.5|no",
                "'Variable':'$.i','NumericLessThanPath':'$.big'|yes",
                "'Variable':'$.i','NumericGreaterThan':5|no",
                "'Variable':'$.i','NumericGreaterThanEquals':5|yes",
                "'Variable':'$.i','NumericLessThanEquals':4|no",
                "'Variable':'$.t','BooleanEquals':true|yes",
                "'Variable':'$.s','BooleanEquals':true|no",
                "'Variable':'$.at','TimestampLessThanPath':'$.later'|yes",
                "'Variable':'$.at','TimestampEquals':'2026-01-01T01:00:00+01:00'|yes",
                "'Variable':'$.at','TimestampGreaterThan':'2026-01-01T00:00:00Z'|no",
                "'Variable':'$.at','TimestampGreaterThanEquals':'2026-01-01T00:00:00Z'|yes",
                "'Variable':'$.at','TimestampLessThanEquals':'2025-01-01T00:00:00Z'|no",
                "'Variable':'$.n','IsNull':true|yes",
                "'Variable':'$.n','IsPresent':true|yes",
                "'Variable':'$.nope','IsPresent':false|yes",
                "'Variable':'$.nope.deeper','IsPresent':true|no",
                "'Variable':'$.none[0]','IsPresent':true|no",
                "'Variable':'$.nulls[0]','IsPresent':true|yes",
                "'Variable':'$.i','IsNumeric':false|no",
                "'Variable':'$.s','IsString':true|yes",
                "'Variable':'$.t','IsBoolean':true|yes",
                "'Variable':'$.at','IsTimestamp':true|yes",
                "'Variable':'$.s','IsTimestamp':true|no",
                "'Variable':'$$.Execution.Input.i','NumericEquals':5|yes",
                "'And':[{'Variable':'$.s','StringEquals':'b'},{'Variable':'$.i','NumericEquals':5}]|yes",
                "'Or':[{'Variable':'$.s','StringEquals':'x'},{'Variable':'$.i','NumericEquals':5}]|yes",
                "'Not':{'Variable':'$.s','StringEquals':'b'}|no",
                "'And':[{'Variable':'$.nope','IsPresent':true},{'Variable':'$.nope','StringEquals':'b'}]|no"
            })
    void shouldChoose(String rule, String outcome) {
        assertThat(choose(rule.replace('\'', '"')).output()).contains("\"" + outcome + "\"");
    }

    @Test
    void shouldFailWhenAPathFindsNothingEvenWithADefault() {
        ExecutionDescription execution = choose("\"Variable\":\"$.nope\",\"IsString\":true");

        assertThat(execution.error()).contains("States.Runtime");
        assertThat(execution.cause())
                .contains("An error occurred while executing the state 'C' (entered at the event id #2). Invalid path"
                        + " '$.nope': The choice state's condition path references an invalid value.");
    }

    @Test
    void shouldFailWhenNoRuleHoldsAndThereIsNoDefault() {
        ExecutionDescription execution = service.runDefinition(
                "{\"StartAt\":\"C\",\"States\":{\"C\":{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.s\","
                        + "\"StringEquals\":\"x\",\"Next\":\"D\"}]},\"D\":{\"Type\":\"Succeed\"}}}",
                INPUT);

        assertThat(execution.error()).contains("States.Runtime");
        assertThat(execution.cause())
                .contains("An error occurred while executing the state 'C' (entered at the event id #2). Failed to"
                        + " transition out of the state. The state does not point to a next state.");
        assertThat(service.eventTypes(execution))
                .containsExactly("ExecutionStarted", "ChoiceStateEntered", "ExecutionFailed");
    }

    private ExecutionDescription pass(String fields, String input) {
        return service.runDefinition(
                "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\"," + fields + ",\"End\":true}}}", input);
    }

    @Test
    void shouldShapeInputAndOutputInOrder() {
        assertThat(pass(
                                "\"InputPath\":\"$.a\",\"Parameters\":{\"b.$\":\"$.b\",\"all.$\":\"$\",\"l.$\":\"$.l[*].x\","
                                        + "\"list\":[{\"y.$\":\"$.b\"}]},\"ResultPath\":\"$.r.s\",\"OutputPath\":\"$.r\"",
                                "{\"a\":{\"b\":1,\"l\":[{\"x\":2},{\"x\":3}]}}")
                        .output())
                .contains(
                        "{\"s\":{\"b\":1,\"all\":{\"b\":1,\"l\":[{\"x\":2},{\"x\":3}]},\"l\":[2,3],\"list\":[{\"y\":1}]}}");
        assertThat(service.run(
                                service.functions()
                                        .createStateMachine(
                                                "numbers",
                                                "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}"),
                                "{\"i\":1,\"d\":1.0,\"e\":1.5E10,\"big\":12345678901234567890}")
                        .output())
                .contains("{\"i\":1,\"d\":1.0,\"e\":1.5E10,\"big\":12345678901234567890}");
    }

    @Test
    void shouldFailWhereAListHasNoFirstItem() {
        assertThat(pass("\"Parameters\":{\"first.$\":\"$.items[0]\"}", "{\"items\":[]}")
                        .cause())
                .contains(
                        "An error occurred while executing the state 'P' (entered at the event id #2). The JSONPath"
                                + " '$.items[0]' specified for the field 'first.$' could not be found in the input '{\"items\":[]}'");
    }

    @Test
    void shouldNotPutAResultIntoAText() {
        ExecutionDescription execution = pass("\"ResultPath\":\"$.r\"", "\"text\"");

        assertThat(execution.error()).contains("States.ResultPathMatchFailure");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void shouldEvaluateAssignmentsWithTheValuesBeforeThem() {
        ExecutionDescription execution = service.runDefinition(
                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Assign\":{\"x\":1,\"y\":2},\"Next\":\"B\"},"
                        + "\"B\":{\"Type\":\"Pass\",\"Assign\":{\"x.$\":\"$y\",\"y.$\":\"$x\"},\"Next\":\"C\"},"
                        + "\"C\":{\"Type\":\"Pass\",\"Parameters\":{\"x.$\":\"$x\",\"y.$\":\"$y\"},\"End\":true}}}",
                "{}");

        assertThat(execution.output()).contains("{\"x\":2,\"y\":1}");
        assertThat(service.functions()
                        .history(execution.start().arn())
                        .get(2)
                        .details()
                        .get("assignedVariables")
                        .toString())
                .isEqualTo("{\"x\":\"1\",\"y\":\"2\"}");
    }

    @Test
    void shouldEndAnExecutionAtItsTwentyFiveThousandthEvent() {
        ExecutionDescription execution = service.runDefinition(
                "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.end\","
                        + "\"IsPresent\":true,\"Next\":\"E\"}],\"Default\":\"P\"},\"E\":{\"Type\":\"Succeed\"}}}",
                "{}");

        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.cause()).contains("The execution reached the maximum number of history events (25000).");
        assertThat(service.eventTypes(execution)).hasSize(25_000).endsWith("ExecutionFailed");
    }
}
