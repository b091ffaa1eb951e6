package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PlayedRuleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static boolean matches(String pattern) throws JsonProcessingException {
        JsonNode event = JSON.readTree("{\"source\": \"aws.states\", \"detail\": {\"status\": \"ABORTED\"}}");
        return PlayedRule.matches(JSON.readTree(pattern), event);
    }

    @Test
    void shouldMatchAnEventThatHasAValueOfEachList() throws JsonProcessingException {
        assertThat(matches("{\"source\": [\"aws.states\"], \"detail\": {\"status\": [\"FAILED\", \"ABORTED\"]}}"))
                .isTrue();
        assertThat(matches("{\"source\": [\"aws.ecs\"], \"detail\": {\"status\": [\"ABORTED\"]}}"))
                .isFalse();
        assertThat(matches("{\"detail\": {\"status\": [\"FAILED\"]}}")).isFalse();
        assertThat(matches("{\"detail\": {\"name\": [\"\"]}}")).isFalse();
    }

    @Test
    void shouldRefuseAPatternThatItDoesNotKnow() {
        assertThatThrownBy(() -> matches("{\"source\": [{\"prefix\": \"aws.\"}]}"))
                .hasMessageContaining("prefix");
    }
}
