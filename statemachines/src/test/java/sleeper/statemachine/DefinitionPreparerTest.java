package sleeper.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sleeper.core.platform.Platform;

class DefinitionPreparerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> values = new HashMap<>();

    DefinitionPreparerTest() {
        Substitutions.meanings().keySet().forEach(name -> values.put(name, "value-of-" + name));
    }

    @Test
    void shouldReplaceEveryNameOfEveryFile() {
        for (StateMachineFile file : StateMachineFile.all()) {
            // When
            String prepared = file.prepare(new Deployment(Set.of(Platform.STANDARD), values));
            // Then
            assertThat(prepared).doesNotContain("${");
        }
    }

    @Test
    void shouldPutAValueInsideALongerText() throws JsonProcessingException {
        // Given
        values.put("AwsPartition", "aws-us-gov");
        // When
        JsonNode prepared = prepare(Set.of(Platform.STANDARD));
        // Then
        assertThat(prepared.at("/States/Validate job/Resource").asText())
                .isEqualTo("arn:aws-us-gov:states:::lambda:invoke");
    }

    @Test
    void shouldLeaveOutAnOptionalRequestKeyWithoutValue() throws JsonProcessingException {
        // Given
        values.remove("IngestSecurityGroupId");
        // When
        JsonNode prepared = prepare(Set.of(Platform.STANDARD));
        // Then
        assertThat(prepared.at("/States/Run ingest task/Parameters/NetworkConfiguration/AwsvpcConfiguration")
                        .fieldNames())
                .toIterable()
                .containsExactly("Subnets", "AssignPublicIp");
    }

    @Test
    void shouldPutEachValueOfAListIntoItsArray() throws JsonProcessingException {
        // Given
        values.put("IngestSubnetIds", "subnet-1,subnet-2,subnet-3");
        // When
        JsonNode prepared = prepare(Set.of(Platform.STANDARD));
        // Then
        assertThat(prepared.at("/States/Run ingest task/Parameters/NetworkConfiguration/AwsvpcConfiguration/Subnets"))
                .extracting(JsonNode::asText)
                .containsExactly("subnet-1", "subnet-2", "subnet-3");
    }

    @Test
    void shouldNameEveryRequiredValueThatIsMissing() {
        // Given
        values.remove("ErrorsTopicArn");
        values.remove("TearDownFunctionArn");
        // When / Then
        assertThatThrownBy(() -> prepare(Set.of(Platform.STANDARD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The definition needs values for [ErrorsTopicArn, TearDownFunctionArn], and the deployment"
                        + " has none. substitutions.properties says what each stands for.");
    }

    @Test
    void shouldRefuseADeploymentWithAPlatformThatHasNoBranch() {
        // Given
        ObjectNode definition = StateMachineFile.INGEST_JOB.json();
        ((ArrayNode) definition.at("/States/Which platform?/Choices"))
                .removeIf(rule -> rule.path("StringEquals").asText().equals("eks"));
        // When / Then
        assertThatThrownBy(() -> new PlatformBranches(Set.of(Platform.EKS)).requireIn(definition))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The definition has no branch for the platforms [eks], which the deployment names. Add a rule for"
                                + " each to the Choice of the platform, or deploy without them.");
    }

    @Test
    void shouldLeadEveryJobToPlatformNotDeployedWhereNoneIs() throws JsonProcessingException {
        // When
        JsonNode prepared = prepare(Set.of());
        // Then
        JsonNode which = prepared.at("/States/Which platform?");
        assertThat(which.path("Type").asText()).isEqualTo("Pass");
        assertThat(which.path("Next").asText()).isEqualTo("Platform not deployed");
        assertThat(prepared.get("States").has("Run ingest task")).isFalse();
        assertThat(prepared.get("States").has("Platform not deployed")).isTrue();
    }

    @Test
    void shouldKeepEveryStateThatTheStartReaches() throws JsonProcessingException {
        // When
        JsonNode prepared = prepare(Set.of(Platform.values()));
        // Then
        assertThat(prepared.get("States").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        () -> StateMachineFile.INGEST_JOB.json().get("States").fieldNames());
    }

    private JsonNode prepare(Set<Platform> platforms) throws JsonProcessingException {
        return JSON.readTree(StateMachineFile.INGEST_JOB.prepare(new Deployment(platforms, values)));
    }
}
