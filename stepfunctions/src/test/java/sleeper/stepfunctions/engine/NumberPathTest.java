package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;

/** Fields whose path finds a number, or a text that is one. */
class NumberPathTest {
    private static final String MAP = "'Type':'Map','ItemsPath':'$.items','ItemProcessor':{'ProcessorConfig':{'Mode':"
            + "'INLINE'},'StartAt':'I','States':{'I':{'Type':'Task','Resource':'" + ScriptedIntegration.RESOURCE
            + "','End':true}}}";

    private final ScriptedIntegration integration = new ScriptedIntegration();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered());

    private int machines;

    @AfterEach
    void close() {
        service.close();
    }

    private ExecutionDescription run(String state, String value) {
        return service.run(machine(state), "{\"items\":[1,2,3],\"v\":" + value.replace('\'', '"') + "}");
    }

    private String machine(String state) {
        return service.functions()
                .createStateMachine(
                        "machine-" + machines++,
                        ("{'StartAt':'S','States':{'S':{" + state + ",'End':true}}}").replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "'2'", "2.0"})
    void shouldTakeTheBoundOnIterationsFromANumberOrItsText(String value) {
        integration.thenHang().thenHang().thenHang();

        service.functions()
                .startExecution(
                        machine(MAP + ",'MaxConcurrencyPath':'$.v'"),
                        "{\"items\":[1,2,3],\"v\":" + value.replace('\'', '"') + "}");

        assertThat(integration.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "'1'"})
    void shouldTakeToleratedFailuresFromANumberOrItsText(String value) {
        assertThat(run(MAP + ",'ToleratedFailureCountPath':'$.v','ToleratedFailurePercentagePath':'$.v'", value)
                        .output())
                .contains("[1,2,3]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "'60'"})
    void shouldTakeSecondsFromANumberOrItsText(String value) {
        assertThat(run("'Type':'Wait','SecondsPath':'$.v'", value).stopDate())
                .contains(VirtualStepFunctions.START.plus(Duration.ofSeconds(60)));

        run("'Type':'Task','Resource':'" + ScriptedIntegration.RESOURCE + "','TimeoutSecondsPath':'$.v'", value);
        run("'Type':'Task','Resource':'" + ScriptedIntegration.RESOURCE + "','HeartbeatSecondsPath':'$.v'", value);

        assertThat(integration.requests().get(0).timeoutSeconds()).isEqualTo(OptionalLong.of(60));
        assertThat(integration.requests().get(1).heartbeatSeconds()).isEqualTo(OptionalLong.of(60));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "MaxConcurrencyPath|{}|The MaxConcurrencyPath field refers to value \"{}\" which is not a valid integer: $.v",
                "MaxConcurrencyPath|'NoNumber'|The MaxConcurrencyPath field refers to value \"NoNumber\" which is not a valid"
                        + " integer: $.v",
                "MaxConcurrencyPath|'1.5'|The MaxConcurrencyPath field refers to value \"1.5\" which is not a valid integer: $.v",
                "MaxConcurrencyPath|'-1'|MaxConcurrency cannot be negative.",
                "MaxConcurrencyPath|''|The MaxConcurrencyPath field refers to value \"\" which is not a valid integer: $.v",
                "MaxConcurrencyPath|'1e3'|The MaxConcurrencyPath field refers to value \"1e3\" which is not a valid integer: $.v",
                "ToleratedFailureCountPath|'NoNumber'|The ToleratedFailureCountPath field refers to value \"NoNumber\" which is"
                        + " not a valid integer: $.v",
                "ToleratedFailureCountPath|-1|ToleratedFailureCount cannot be negative.",
                "ToleratedFailurePercentagePath|'NoNumber'|The ToleratedFailurePercentagePath field refers to value"
                        + " \"NoNumber\" which is not a valid float: $.v",
                "ToleratedFailurePercentagePath|[1]|The ToleratedFailurePercentagePath field refers to value \"[1]\" which is"
                        + " not a valid float: $.v",
                "ToleratedFailurePercentagePath|'100.1'|ToleratedFailurePercentage must be between 0 and 100."
            })
    void shouldFailAMapWhosePathFindsNoNumberThatItTakes(String field, String value, String problem) {
        ExecutionDescription execution = run(MAP + ",'" + field + "':'$.v'", value);

        assertThat(execution.error()).contains("States.Runtime");
        assertThat(execution.cause())
                .contains("An error occurred while executing the state 'S' (entered at the event id #2). " + problem);
    }

    @Test
    void shouldFailAWaitOrATaskWhosePathFindsNoNumberThatItTakes() {
        assertThat(run("'Type':'Wait','SecondsPath':'$.v'", "'soon'").cause())
                .get()
                .asString()
                .endsWith("The SecondsPath parameter cannot be parsed as a long value: $.v == soon");
        assertThat(run("'Type':'Wait','SecondsPath':'$.v'", "'-1'").cause())
                .get()
                .asString()
                .endsWith("The SecondsPath parameter references a negative value: $.v == -1");
        assertThat(run(
                                "'Type':'Task','Resource':'" + ScriptedIntegration.RESOURCE
                                        + "','TimeoutSecondsPath':'$.v'",
                                "'0'")
                        .cause())
                .get()
                .asString()
                .endsWith("The TimeoutSecondsPath parameter does not reference a positive integer: $.v == 0");
    }
}
