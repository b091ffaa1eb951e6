package sleeper.stepfunctions.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionParserTest {
    private static List<String> faults(String definition) {
        InvalidDefinitionException refusal = catchThrowableOfType(
                InvalidDefinitionException.class, () -> DefinitionParser.parse(definition.replace('\'', '"')));
        return refusal.faults().stream().map(DefinitionFault::toString).toList();
    }

    private static String state(String fields) {
        return "{'StartAt':'A','States':{'A':{" + fields + "}}}";
    }

    @Test
    void shouldReportAllFaultsWithTheirPlaces() {
        assertThat(faults("{'StartAt':'A','TimeoutSeconds':0,'Colour':1,'States':{"
                        + "'A':{'Type':'Pass','Next':'Nowhere','Typo':1},"
                        + "'B':{'Type':'Task','End':true,'TimeoutSeconds':5,'HeartbeatSeconds':5},"
                        + "'C/D':{'Type':'Wait','End':true},"
                        + "'E':{'Type':'Other','End':true}}}"))
                .containsExactlyInAnyOrder(
                        "SCHEMA_VALIDATION_FAILED: The value must be between 1 and 99999999, but is 0 at /TimeoutSeconds",
                        "SCHEMA_VALIDATION_FAILED: Field 'Typo' is not supported at /States/A",
                        "SCHEMA_VALIDATION_FAILED: These fields are required: [Resource] at /States/B",
                        "SCHEMA_VALIDATION_FAILED: HeartbeatSeconds must be smaller than TimeoutSeconds at"
                                + " /States/B/HeartbeatSeconds",
                        "SCHEMA_VALIDATION_FAILED: A Wait state must have exactly one of [Seconds, SecondsPath,"
                                + " Timestamp, TimestampPath] at /States/C~1D",
                        "SCHEMA_VALIDATION_FAILED: The value must be one of [Pass, Task, Choice, Wait, Succeed, Fail,"
                                + " Parallel, Map], but is 'Other' at /States/E/Type",
                        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/A/Next",
                        "MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B",
                        "MISSING_TRANSITION_TARGET: State \"C/D\" is not reachable. at /States/C~1D",
                        "MISSING_TRANSITION_TARGET: State \"E\" is not reachable. at /States/E",
                        "SCHEMA_VALIDATION_FAILED: Field 'Colour' is not supported at /");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Type':'Pass'|A state must have either \"Next\" or \"End\": true at /States/A",
                "'Type':'Pass','End':true,'Next':'A'|A state must have either \"Next\" or \"End\": true at /States/A",
                "'Type':'Pass','End':true,'InputPath':'a'|'a' is not a path: a path starts with '$' at /States/A/InputPath",
                "'Type':'Pass','End':true,'ResultPath':'$.a[*]'|it must name one place by fields and indexes; stopped at"
                        + " character 4 at /States/A/ResultPath",
                "'Type':'Pass','End':true,'Parameters':{'a.$':'b'}|The value for the field 'a.$' must be a valid JSONPath or a"
                        + " valid intrinsic function call",
                "'Type':'Pass','End':true,'Parameters':{'a.$':1}|must be a valid JSONPath or a valid intrinsic function call"
                        + " at /States/A/Parameters/a.$",
                "'Type':'Pass','End':true,'Parameters':{'a':1,'a.$':'$'}|the field 'a' is given twice",
                "'Type':'Pass','End':true,'Assign':{'states':1}|'states' is not a variable name",
                "'Type':'Pass','End':true,'Retry':[]|Field 'Retry' is not supported at /States/A",
                "'Type':'Fail','Error':'a','ErrorPath':'$.a'|Only one of the fields 'Error' and 'ErrorPath' may be given",
                "'Type':'Fail','End':true|Field 'End' is not supported at /States/A",
                "'Type':'Choice','Choices':[]|At least one rule is required at /States/A/Choices",
                "'Type':'Choice','Choices':[{'Variable':'$.a','Next':'A'}]|A rule must have exactly one operator, but has []",
                "'Type':'Choice','Choices':[{'Variable':'$.a','StringEquals':1,'Next':'A'}]|The value must be a string",
                "'Type':'Choice','Choices':[{'Variable':'$.a','TimestampEquals':'x','Next':'A'}]|The value must be a timestamp",
                "'Type':'Choice','Choices':[{'And':[{'StringEquals':'a'}],'Next':'A'}]|These fields are required: [Variable] at"
                        + " /States/A/Choices/0/And/0",
                "'Type':'Wait','Timestamp':'2016-13-01T00:00:00Z','End':true|not a valid ISO-8601 timestamp",
                "'Type':'Map','ItemReader':{},'ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Succeed'}}},'End':true|"
                        + "Field 'ItemReader' is not supported at /States/A",
                "'Type':'Map','TimeoutSeconds':5,'ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Succeed'}}},'End':true|"
                        + "Field 'TimeoutSeconds' is not supported at /States/A",
                "'Type':'Task','Resource':'r','End':true,'Retry':[{'ErrorEquals':['a'],'Typo':1}]|Field 'Typo' is not supported"
                        + " at /States/A/Retry/0",
                "'Type':'Map','End':true|These fields are required: [ItemProcessor] at /States/A",
                "'Type':'Pass','End':true,'ResultPath':'$.a[99999999999]'|it must name one place by fields and indexes; stopped"
                        + " at character 4 at /States/A/ResultPath",
                "'Type':'Parallel','Branches':[],'End':true|At least one branch is required at /States/A/Branches",
                "'Type':'Parallel','End':true|These fields are required: [Branches] at /States/A",
                "'Type':'Task','Resource':'r','End':true,'Retry':[{'ErrorEquals':['States.ALL']},{'ErrorEquals':['a']}]|"
                        + "States.ALL must appear alone, and only in the last entry at /States/A/Retry/0/ErrorEquals",
                "'Type':'Task','Resource':'r','End':true,'Catch':[{'ErrorEquals':['a']}]|These fields are required: [Next] at"
                        + " /States/A/Catch/0",
                "'Type':'Task','Resource':'r','End':true,'Retry':[{'ErrorEquals':['a'],'BackoffRate':0.5}]|between 1 and",
                "'Type':'Pass','End':true,'QueryLanguage':'JSONata','Output':1|The query language JSONata is not supported here. Use JSONPath at /States/A/QueryLanguage"
            })
    void shouldRefuse(String fields, String fault) {
        assertThat(faults(state(fields))).hasSize(1).first().asString().contains(fault);
    }

    @Test
    void shouldRefuseADefinitionInJsonataWithThatFaultAlone() {
        assertThat(faults("{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Pass','Output':1}}}"))
                .containsExactly("NOT_SUPPORTED: The query language JSONata is not supported here. Use"
                        + " JSONPath at /QueryLanguage");
    }

    @Test
    void shouldRefuseTextThatIsNotJsonAtItsLineAndColumn() {
        assertThatThrownBy(() -> DefinitionParser.parse("{\n  \"StartAt\" 1}"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("INVALID_JSON_DESCRIPTION")
                .hasMessageContaining("line 2");
        assertThat(faults("[]")).first().asString().contains("Expected value of type Object at /");
        assertThat(faults("{'StartAt':'A','StartAt':'B'}")).first().asString().contains("Duplicate");
    }

    @Test
    void shouldRefuseAssigningToAVariableOfAnOuterScopeAndNamesUsedTwice() {
        String inner = "{'StartAt':'A','States':{'A':{'Type':'Pass','Assign':{'x':1},'End':true}}}";

        assertThat(faults("{'StartAt':'A','States':{'A':{'Type':'Pass','Assign':{'x':1},'Next':'P'},"
                        + "'P':{'Type':'Parallel','Branches':[" + inner + "],'End':true}}}"))
                .containsExactly(
                        "DUPLICATE_STATE_NAME: Duplicate state name: A at /States/P/Branches/0/States/A",
                        "SCHEMA_VALIDATION_FAILED: The variable 'x' is assigned in an outer scope and cannot be assigned"
                                + " here at /States/P/Branches/0/States/A/Assign");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'B'},'B':{'Type':'Pass','Next':'A'}}}",
                "{'StartAt':'A','States':{'A':{'Type':'Choice','Choices':[{'Variable':'$.a','IsNull':true,'Next':'A'}]}}}",
                "{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'A'},'Lost':{'Type':'Pass','Next':'A'}}}"
            })
    void shouldRefuseAMachineThatNoStateEndsWithThatFaultAlone(String definition) {
        assertThat(faults(definition)).containsExactly("MISSING_END_STATE: Workflow has no terminal state at null");
    }

    @Test
    void shouldRefuseABranchOrAProcessorThatNoStateEnds() {
        String loop = "{'StartAt':'%1$s','States':{'%1$s':{'Type':'Wait','Seconds':1,'Next':'%1$s'}}}";

        assertThat(faults(
                        state("'Type':'Parallel','End':true,'Branches':[{'StartAt':'F','States':{'F':{'Type':'Fail'}}},"
                                + loop.formatted("L") + "]")))
                .containsExactly("MISSING_END_STATE: Workflow has no terminal state at /States/A/Branches/1");
        assertThat(faults(state("'Type':'Map','End':true,'ItemProcessor':" + loop.formatted("L"))))
                .containsExactly("MISSING_END_STATE: Workflow has no terminal state at /States/A/ItemProcessor");
    }

    @Test
    void shouldReportAMissingTargetBeforeTheMissingEnd() {
        assertThat(faults(state("'Type':'Pass','Next':'NOPE'")))
                .containsExactly(
                        "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next",
                        "MISSING_END_STATE: Workflow has no terminal state at null");
    }

    @Test
    void shouldNameAnEndThatIsNotReachedRatherThanMissIt() {
        assertThat(faults("{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'A'},'C':{'Type':'Pass','End':true}}}"))
                .containsExactly("MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C");
    }

    @Test
    void shouldTakeALoopBesideAnEnd() {
        String definition = "{'StartAt':'A','States':{'A':{'Type':'Choice','Choices':[{'Variable':'$.a','IsNull':true,"
                + "'Next':'B'}],'Default':'C'},'B':{'Type':'Pass','Next':'A'},'C':{'Type':'Succeed'}}}";

        assertThat(DefinitionParser.parse(definition.replace('\'', '"')).graph().states())
                .containsOnlyKeys("A", "B", "C");
    }
}
