package sleeper.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code ecs:runTask.sync} is given: a definition with a field that it does not support is refused when it is created. */
class IngestTaskRequestTest {
    /**
     * Step Functions Developer Guide, "Run Amazon ECS or Fargate tasks"; an earlier edition has the list
     * (awsdocs/aws-step-functions-developer-guide, doc_source/connect-ecs.md).
     */
    private static final Set<String> SUPPORTED = Set.of(
            "Cluster",
            "EnableExecuteCommand",
            "Group",
            "LaunchType",
            "NetworkConfiguration",
            "Overrides",
            "PlacementConstraints",
            "PlacementStrategy",
            "PlatformVersion",
            "PropagateTags",
            "TaskDefinition");

    private static final JsonNode PARAMETERS =
            StateMachineFile.INGEST_JOB.json().at("/States/Run ingest task/Parameters");

    @Test
    void shouldGiveOnlyWhatStepFunctionsSupports() {
        List<String> given = new ArrayList<>();
        PARAMETERS.fieldNames().forEachRemaining(name -> given.add(name.replaceFirst("\\.\\$$", "")));

        assertThat(given).isNotEmpty().isSubsetOf(SUPPORTED);
    }

    @Test
    void shouldMakeTheExecutionsNameTheGroupByWhichTheTaskIsFound() {
        assertThat(PARAMETERS.path("Group.$").asText()).isEqualTo("$$.Execution.Name");
    }
}
