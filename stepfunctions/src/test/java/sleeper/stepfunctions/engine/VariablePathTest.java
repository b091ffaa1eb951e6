package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.StepFunctionsException;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.definition.Comparison;

/** Variables in each field that takes a path. */
class VariablePathTest {
    private static final String VARIABLES =
            "{'word':'b','same':'b','other':'c','n':2,'m':2.0,'more':3,'yes':true,'also':true,'no':false,"
                    + "'at':'2026-11-21T08:00:30Z','zoned':'2026-11-21T09:00:30+01:00','later':'2026-11-21T08:01:00Z',"
                    + "'list':[4,5,6],'deep':{'l':[{'x':[7,8]}]},'nothing':null,'text':'3'}";
    private static final String TASK = "'Type':'Task','Resource':'" + ScriptedIntegration.RESOURCE + "'";
    private static final String ITERATION =
            "'ItemProcessor':{'ProcessorConfig':{'Mode':'INLINE'},'StartAt':'I','States':" + "{'I':{" + TASK
                    + ",'End':true}}}";

    private final ScriptedIntegration integration = new ScriptedIntegration();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered());
    private int machines;

    @AfterEach
    void close() {
        service.close();
    }

    private ExecutionDescription run(String state) {
        return service.run(machine("'S':{" + state + ",'End':true}"), "{\"in\":1}");
    }

    private String machine(String states) {
        String definition =
                "{'StartAt':'V','States':{'V':{'Type':'Pass','Assign':" + VARIABLES + ",'Next':'S'}," + states + "}}";
        return service.functions().createStateMachine("machine-" + machines++, definition.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Type':'Pass','InputPath':'$list'|[4,5,6]",
                "'Type':'Pass','InputPath':'$deep.l[0].x[1]'|8",
                "'Type':'Pass','InputPath':'$list[?(@ > 4)]'|[5,6]",
                "'Type':'Pass','OutputPath':'$deep.l'|[{'x':[7,8]}]",
                "'Type':'Pass','OutputPath':'$nothing'|null",
                "'Type':'Pass','Parameters':{'a.$':'$list[0]','b.$':'States.MathAdd($n, 1)'}|{'a':4,'b':3}",
                "'Type':'Pass','Assign':{'list.$':'$deep'},'OutputPath':'$list'|[4,5,6]",
                "'Type':'Wait','Seconds':0,'InputPath':'$list'|[4,5,6]",
                "'Type':'Wait','Seconds':0,'OutputPath':'$word'|'b'",
                "'Type':'Parallel','Parameters':{'p.$':'$word'},'ResultSelector':{'r.$':'$same','p.$':'$[0].p'},'Branches':["
                        + "{'StartAt':'B','States':{'B':{'Type':'Pass','InputPath':'$','OutputPath':'$','End':true}}}]"
                        + "|{'r':'b','p':'b'}",
                "'Type':'Parallel','InputPath':'$list','OutputPath':'$more','Branches':[{'StartAt':'B','States':{'B':{"
                        + "'Type':'Pass','InputPath':'$list[2]','End':true}}}]|3"
            })
    void shouldReadAVariableInDataFields(String state, String output) {
        assertThat(run(state).output()).contains(output.replace('\'', '"'));
    }

    @Test
    void shouldReadVariablesInTheFieldsOfATask() {
        ExecutionDescription execution =
                run(TASK + ",'InputPath':'$deep','TimeoutSecondsPath':'$text','HeartbeatSecondsPath':"
                        + "'$n','Parameters':{'l.$':'$.l','w.$':'$word'},'ResultSelector':{'w.$':'$.w','v.$':'$n'},"
                        + "'ResultPath':'$.r','OutputPath':'$.r'");

        assertThat(execution.output()).contains("{\"w\":\"b\",\"v\":2}");
        assertThat(integration.requests().get(0).timeoutSeconds()).isEqualTo(OptionalLong.of(3));
        assertThat(integration.requests().get(0).heartbeatSeconds()).isEqualTo(OptionalLong.of(2));
        assertThat(integration.requests().get(0).parameters().toString())
                .isEqualTo("{\"l\":[{\"x\":[7,8]}],\"w\":\"b\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'SecondsPath':'$n'|2",
                "'SecondsPath':'$text'|3",
                "'TimestampPath':'$at'|30",
                "'TimestampPath':'$zoned'|30"
            })
    void shouldWaitAsAVariableSays(String until, long seconds) {
        assertThat(run("'Type':'Wait'," + until).stopDate())
                .contains(VirtualStepFunctions.START.plus(Duration.ofSeconds(seconds)));
    }

    @Test
    void shouldReadVariablesInTheFieldsOfAMap() {
        ExecutionDescription execution = run("'Type':'Map','ItemsPath':'$list','MaxConcurrencyPath':'$n',"
                + "'ToleratedFailureCountPath':'$text','ToleratedFailurePercentagePath':'$more',"
                + "'ItemSelector':{'i.$':'$$.Map.Item.Value','w.$':'$word'},'ResultSelector':{'all.$':'$[*].i','v.$':'$n'}"
                + ",'OutputPath':'$.all'," + ITERATION);

        assertThat(execution.output()).contains("[4,5,6]");
    }

    @Test
    void shouldRunAsManyIterationsAtOnceAsAVariableSays() {
        integration.thenHang().thenHang().thenHang();

        service.functions()
                .startExecution(
                        machine("'S':{'Type':'Map','ItemsPath':'$list','MaxConcurrencyPath':'$m'," + ITERATION
                                + ",'End':true}"),
                        "{}");

        assertThat(integration.requests()).hasSize(2);
    }

    @Test
    void shouldReadVariablesOfADistributedMapBeforeItIsRefused() {
        ExecutionDescription execution = run("'Type':'Map','ItemsPath':'$list','ToleratedFailureCountPath':'$word',"
                + "'ItemBatcher':{'MaxItemsPerBatchPath':'$n'},'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED',"
                + "'ExecutionType':'STANDARD'},'StartAt':'I','States':{'I':{'Type':'Pass','End':true}}}");

        assertThat(execution.cause())
                .get()
                .asString()
                .endsWith(
                        "The ToleratedFailureCountPath field refers to value \"b\" which is not a valid integer: $word");
    }

    @Test
    void shouldReadErrorAndCauseOfAFailFromVariables() {
        ExecutionDescription paths =
                service.run(machine("'S':{'Type':'Fail','ErrorPath':'$word','CausePath':'$text'}"), "{}");
        ExecutionDescription functions = service.run(
                machine(
                        "'S':{'Type':'Fail','ErrorPath':'States.JsonToString($n)','CausePath':'States.JsonToString($list)'}"),
                "{}");

        assertThat(paths.error()).contains("b");
        assertThat(paths.cause()).contains("3");
        assertThat(functions.error()).contains("2");
        assertThat(functions.cause()).contains("[4,5,6]");
    }

    /** Of each kind of value two variables that are equal, and one that is greater. */
    private static List<String> values(String operator) {
        return switch (operator.substring(0, 4)) {
            case "Stri" -> List.of("$word", "$same", "$other");
            case "Nume" -> List.of("$n", "$m", "$more");
            case "Time" -> List.of("$at", "$zoned", "$later");
            case "Bool" -> List.of("$yes", "$also", "$no");
            default -> throw new IllegalArgumentException(operator);
        };
    }

    static Stream<String> comparisonsWithAPath() {
        return Arrays.stream(Comparison.values())
                .filter(Comparison::hasPathForm)
                .map(Comparison::operator);
    }

    @ParameterizedTest
    @MethodSource("comparisonsWithAPath")
    void shouldCompareTwoVariables(String operator) {
        List<String> values = values(operator);

        assertThat(holds(values.get(0), operator, values.get(1))).isEqualTo(operator.contains("Equals"));
        assertThat(holds(values.get(0), operator, values.get(2))).isEqualTo(operator.contains("LessThan"));
        assertThat(holds(values.get(2), operator, values.get(0))).isEqualTo(operator.contains("GreaterThan"));
    }

    private boolean holds(String variable, String operator, String other) {
        return chosen("'Variable':'" + variable + "','" + operator + "Path':'" + other + "'");
    }

    private boolean chosen(String rule) {
        return service.run(
                        machine(
                                "'S':{'Type':'Choice','Choices':[{" + rule + ",'Next':'Y'}],'Default':'N'},"
                                        + "'Y':{'Type':'Pass','Result':'yes','End':true},'N':{'Type':'Pass','Result':'no','End':true}"),
                        "{}")
                .output()
                .orElseThrow()
                .equals("\"yes\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Variable':'$deep.l[0].x[0]','NumericEquals':7|true",
                "'Variable':'$nothing','IsNull':true|true",
                "'Variable':'$unset','IsPresent':false|true",
                "'Variable':'$list[3]','IsPresent':true|false",
                "'Not':{'Variable':'$word','StringMatches':'b*'}|false",
                "'And':[{'Variable':'$yes','BooleanEquals':true},{'Variable':'$at','IsTimestamp':true}]|true"
            })
    void shouldAskAboutAVariable(String rule, boolean holds) {
        assertThat(chosen(rule)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Type':'Pass','InputPath':'$unset'",
                "'Type':'Wait','SecondsPath':'$unset'",
                "'Type':'Wait','TimestampPath':'$unset'",
                "'Type':'Map','MaxConcurrencyPath':'$unset','ItemsPath':'$list'," + ITERATION,
                "'Type':'Map','ToleratedFailureCountPath':'$unset','ItemsPath':'$list'," + ITERATION,
                TASK + ",'TimeoutSecondsPath':'$unset'",
                TASK + ",'HeartbeatSecondsPath':'$unset'"
            })
    void shouldFailWhereAVariableIsNotSet(String state) {
        ExecutionDescription execution = run(state);

        assertThat(execution.error()).contains("States.Runtime");
        assertThat(execution.cause()).get().asString().contains("unset");
    }

    @Test
    void shouldNotWriteAResultToAVariable() {
        assertThatThrownBy(() -> run("'Type':'Pass','ResultPath':'$word'"))
                .isInstanceOf(StepFunctionsException.class)
                .hasMessageContaining("'$word' is not a reference path");
    }
}
