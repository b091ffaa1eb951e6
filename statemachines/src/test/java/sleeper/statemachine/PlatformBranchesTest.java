package sleeper.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sleeper.core.platform.Platform;

class PlatformBranchesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Nested
    class ARuleThat {
        @Test
        void shouldStayIfItIsOfAPlatformThatIsDeployed() {
            assertThat(rulesLeft(of("emr"), Platform.EMR)).isEqualTo("[%s]".formatted(of("emr")));
        }

        @Test
        void shouldGoIfItIsOfAPlatformThatIsNotDeployed() {
            assertThat(rulesLeft(of("emr") + "," + of("eks"), Platform.EKS)).isEqualTo("[%s]".formatted(of("eks")));
        }

        @Test
        void shouldStayIfItComparesNoPlatform() {
            assertThat(rulesLeft(BIG + "," + of("emr"), Platform.EKS)).isEqualTo("[%s]".formatted(BIG));
        }

        @Test
        void shouldGoIfOneOfThoseThatMustHoldCannot() {
            assertThat(rulesLeft(and(of("emr"), BIG) + "," + of("eks"), Platform.EKS))
                    .isEqualTo("[%s]".formatted(of("eks")));
        }

        @Test
        void shouldGoIfNoPlatformIsTwoAtOnce() {
            assertThat(rulesLeft(and(of("emr"), of("eks")) + "," + BIG, Platform.EKS, Platform.EMR))
                    .isEqualTo("[%s]".formatted(BIG));
        }

        @Test
        void shouldLoseTheAlternativesThatCannotHold() {
            assertThat(rulesLeft(or(of("emr"), of("eks"), BIG), Platform.EKS))
                    .isEqualTo("[%s]".formatted(or(of("eks"), BIG)));
            assertThat(rulesLeft(and(BIG, or(of("emr"), of("eks"))), Platform.EKS))
                    .isEqualTo("[%s]".formatted(and(BIG, or(of("eks")))));
        }

        @Test
        void shouldGoIfItIsForTheOthersAndNoOtherIsDeployed() {
            assertThat(rulesLeft(not(of("standard")) + "," + BIG, Platform.STANDARD))
                    .isEqualTo("[%s]".formatted(BIG));
        }

        @Test
        void shouldStayIfItIsForTheOthersAndAnotherIsDeployed() {
            assertThat(rulesLeft(not(of("standard")), Platform.EMR)).isEqualTo("[%s]".formatted(not(of("standard"))));
        }

        @Test
        void shouldKeepWhatItDeniesSoThatItDeniesItStill() {
            String rule = and(not(or(of("emr"), of("standard"))), BIG);
            assertThat(rulesLeft(rule, Platform.EKS)).isEqualTo("[%s]".formatted(rule));
        }

        private static final String BIG = "{\"Variable\":\"$.rows\",\"NumericGreaterThan\":7}";

        private static String of(String word) {
            return "{\"Variable\":\"$.plan.platform\",\"StringEquals\":\"" + word + "\"}";
        }

        private static String and(String... tests) {
            return "{\"And\":[" + String.join(",", tests) + "]}";
        }

        private static String or(String... tests) {
            return "{\"Or\":[" + String.join(",", tests) + "]}";
        }

        private static String not(String test) {
            return "{\"Not\":" + test + "}";
        }

        private String rulesLeft(String rules, Platform... deployed) {
            ObjectNode definition = read("""
                    {"StartAt": "Which?", "States": {
                      "Which?": {"Type": "Choice", "Choices": [%s], "Default": "End"},
                      "End": {"Type": "Succeed"}}}
                    """.formatted(rules));
            definition.at("/States/Which?/Choices").forEach(rule -> ((ObjectNode) rule).put("Next", "End"));
            JsonNode left = removeFrom(definition, deployed).at("/States/Which?/Choices");
            left.forEach(rule -> ((ObjectNode) rule).remove("Next"));
            return left.toString();
        }
    }

    @Test
    void shouldTurnAChoiceWithoutRulesIntoAPassToItsDefault() {
        // Given
        ObjectNode definition = read("""
                {"StartAt": "Which?", "States": {
                  "Which?": {"Type": "Choice", "Comment": "why", "OutputPath": "$.plan", "Default": "None",
                    "Choices": [{"Variable": "$.plan.platform", "StringEquals": "emr", "Next": "Add step"}]},
                  "Add step": {"Type": "Pass", "End": true},
                  "None": {"Type": "Fail"}}}
                """);
        // When
        ObjectNode left = removeFrom(definition, Platform.STANDARD);
        // Then
        assertThat(left).isEqualTo(read("""
                {"StartAt": "Which?", "States": {
                  "Which?": {"Type": "Pass", "Comment": "why", "OutputPath": "$.plan", "Next": "None"},
                  "None": {"Type": "Fail"}}}
                """));
    }

    @Test
    void shouldRefuseAChoiceWithoutRulesAndWithoutADefault() {
        // Given
        ObjectNode definition = read("""
                {"StartAt": "Which?", "States": {
                  "Which?": {"Type": "Choice",
                    "Choices": [{"Variable": "$.plan.platform", "StringEquals": "emr", "Next": "End"}]},
                  "End": {"Type": "Succeed"}}}
                """);
        // When / Then
        assertThatThrownBy(() -> removeFrom(definition, Platform.STANDARD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "No rule of the state 'Which?' is for a platform that is deployed, and it has no Default. Give it"
                                + " one: where a job goes whose platform is not deployed.");
    }

    @Test
    void shouldRefuseAWordThatIsNoPlatforms() {
        assertThatThrownBy(() -> removeFrom(choice("\"StringEquals\": \"emrr\""), Platform.EMR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A Choice compares $.plan.platform with 'emrr', which is no platform's word. Platform has the"
                                + " words.");
    }

    @Test
    void shouldRefuseAComparisonThatItCannotFollow() {
        assertThatThrownBy(() -> removeFrom(choice("\"StringMatches\": \"emr*\""), Platform.EMR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A Choice tests $.plan.platform by [StringMatches], and only StringEquals can be fitted to a"
                                + " deployment. Write a rule for each platform.");
    }

    private static ObjectNode choice(String comparison) {
        return read("""
                {"StartAt": "Which?", "States": {
                  "Which?": {"Type": "Choice", "Default": "End",
                    "Choices": [{"Variable": "$.plan.platform", %s, "Next": "End"}]},
                  "End": {"Type": "Succeed"}}}
                """.formatted(comparison));
    }

    @Test
    void shouldTakeOutWhatNothingLeadsToAnyMoreOverTwoChoicesAndCatches() {
        // Given
        ObjectNode definition = read("""
                {"StartAt": "Which platform?", "States": {
                  "Which platform?": {"Type": "Choice", "Default": "Not deployed", "Choices": [
                    {"Variable": "$.plan.platform", "StringEquals": "standard", "Next": "Run task"},
                    {"Variable": "$.plan.platform", "StringEquals": "emr", "Next": "Create cluster"}]},
                  "Run task": {"Type": "Task", "Resource": "r", "Next": "Which cluster?",
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Tell"}]},
                  "Create cluster": {"Type": "Task", "Resource": "r", "Next": "Which cluster?",
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Look for cluster"}]},
                  "Look for cluster": {"Type": "Pass", "Next": "Tell"},
                  "Which cluster?": {"Type": "Choice", "Default": "Tell", "Choices": [
                    {"Variable": "$.plan.platform", "StringEquals": "emr", "Next": "End cluster"},
                    {"Variable": "$.plan.platform", "StringEquals": "persistent-emr", "Next": "Cancel step"}]},
                  "End cluster": {"Type": "Pass", "Next": "Tell"},
                  "Cancel step": {"Type": "Pass", "Next": "Tell"},
                  "Not deployed": {"Type": "Pass", "Next": "Tell"},
                  "Tell": {"Type": "Succeed"}}}
                """);
        // When / Then
        assertThat(removeFrom(definition.deepCopy(), Platform.STANDARD)
                        .get("States")
                        .fieldNames())
                .toIterable()
                .containsExactly("Which platform?", "Run task", "Which cluster?", "Not deployed", "Tell");
        assertThat(removeFrom(definition.deepCopy(), Platform.EMR).get("States").fieldNames())
                .toIterable()
                .containsExactly(
                        "Which platform?",
                        "Create cluster",
                        "Look for cluster",
                        "Which cluster?",
                        "End cluster",
                        "Not deployed",
                        "Tell");
    }

    @Test
    void shouldLookIntoParallelAndMap() {
        // Given
        ObjectNode definition = read("""
                {"StartAt": "All", "States": {"All": {"Type": "Parallel", "End": true, "Branches": [
                  {"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true, "ItemProcessor":
                    {"StartAt": "Which?", "States": {
                      "Which?": {"Type": "Choice", "Default": "Other", "Choices": [
                        {"Variable": "$.plan.platform", "StringEquals": "eks", "Next": "Watch"}]},
                      "Watch": {"Type": "Pass", "End": true},
                      "Other": {"Type": "Pass", "End": true}}}}}},
                  {"StartAt": "Old", "States": {"Old": {"Type": "Map", "End": true, "Iterator":
                    {"StartAt": "Which?", "States": {
                      "Which?": {"Type": "Choice", "Default": "Other", "Choices": [
                        {"Variable": "$.plan.platform", "StringEquals": "eks", "Next": "Watch"}]},
                      "Watch": {"Type": "Pass", "End": true},
                      "Other": {"Type": "Pass", "End": true}}}}}}]}}}
                """);
        // When
        ObjectNode left = removeFrom(definition, Platform.STANDARD);
        // Then
        for (String graph : Set.of("/0/States/Each/ItemProcessor", "/1/States/Old/Iterator")) {
            assertThat(left.at("/States/All/Branches" + graph)).isEqualTo(read("""
                    {"StartAt": "Which?", "States": {
                      "Which?": {"Type": "Pass", "Next": "Other"},
                      "Other": {"Type": "Pass", "End": true}}}
                    """));
        }
    }

    private static ObjectNode removeFrom(ObjectNode definition, Platform... deployed) {
        return new DefinitionPreparer(new Deployment(Set.of(deployed), Map.of())).prepare(definition);
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
