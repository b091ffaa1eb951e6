package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = """
            {"source": "aws.states", "detail": {"name": "a \\"quoted\\" one", "stopDate": 7, "input": {"a": 1}}}""";

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode ofRule(String target) {
        return json(TargetInput.ofRule(json(target), json(EVENT)));
    }

    @Test
    void shouldGiveTheEventToATargetThatSaysNothingElse() {
        assertThat(ofRule("{\"Arn\": \"a\"}")).isEqualTo(json(EVENT));
    }

    @Test
    void shouldGiveTheInputOfATarget() {
        assertThat(ofRule("{\"Input\": \"{\\\"after\\\": \\\"\\\"}\"}")).isEqualTo(json("{\"after\": \"\"}"));
    }

    @Test
    void shouldGiveThePartOfTheEventThatAPathSelects() {
        assertThat(ofRule("{\"InputPath\": \"$.detail.input\"}")).isEqualTo(json("{\"a\": 1}"));
        assertThat(ofRule("{\"InputPath\": \"$\"}")).isEqualTo(json(EVENT));
    }

    private static String transformer(String template) {
        return JSON.createObjectNode()
                .set(
                        "InputTransformer",
                        JSON.createObjectNode().put("InputTemplate", template).set("InputPathsMap", json("""
                                                {"name": "$.detail.name", "stop": "$.detail.stopDate",
                                                 "input": "$.detail.input", "none": "$.detail.none"}
                                                """)))
                .toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": <name>}|{\"a\": \"a \\\"quoted\\\" one\"}",
                "{\"a\": \"of <name>, <stop>\"}|{\"a\": \"of a \\\"quoted\\\" one, 7\"}",
                "{\"a\": [<input>, <stop>]}|{\"a\": [{\"a\": 1}, 7]}",
                "{\"a\\\"<\": <stop>}|{\"a\\\"<\": 7}",
                "<aws.events.event.json>|" + EVENT
            })
    void shouldGiveWhatATemplateMakesOfTheEvent(String template, String made) {
        assertThat(ofRule(transformer(template))).isEqualTo(json(made));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": <other>}|<other> stands for nothing",
                "{\"a\": <none>}|the event has no $.detail.none",
                "{\"a\": \"<input>\"}|cannot have in it {\"a\":1}",
                "of <name>|is not JSON"
            })
    void shouldRefuseATemplateThatMakesNothing(String template, String said) {
        assertThatThrownBy(() -> ofRule(transformer(template))).hasMessageContaining(said);
    }

    @Test
    void shouldRefuseAPathThatItDoesNotKnow() {
        assertThatThrownBy(() -> ofRule("{\"InputPath\": \"$.detail[0]\"}")).hasMessageContaining("$.detail[0]");
    }

    @Test
    void shouldGiveTheInputOfAScheduleAndRefuseWhatItDoesNotKnow() {
        assertThat(TargetInput.ofSchedule(json("{\"Input\": \"{}\"}"))).isEqualTo("{}");
        assertThatThrownBy(() -> TargetInput.ofSchedule(json("{\"Arn\": \"a\"}")))
                .hasMessageContaining("no Input");
        assertThatThrownBy(() -> TargetInput.ofSchedule(
                        json("{\"Input\": \"{\\\"a\\\": \\\"<aws.scheduler.execution-id>\\\"}\"}")))
                .hasMessageContaining("keywords");
        assertThatThrownBy(() -> TargetInput.ofSchedule(json("{\"Input\": \"sweep\"}")))
                .hasMessageContaining("not JSON");
    }
}
