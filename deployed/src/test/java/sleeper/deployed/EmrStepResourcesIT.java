package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import software.amazon.awssdk.services.emr.EmrClient;

class EmrStepResourcesIT extends DeployedResourcesContract<EmrDouble, EmrClient> {
    @Override
    EmrDouble startDouble() throws IOException {
        return new EmrDouble();
    }

    @Override
    EmrClient connect(EmrDouble service) {
        return service.clients("EMR")
                .configured(
                        "EMR",
                        EmrClient.serviceMetadata(),
                        EmrClient.builder().credentialsProvider(ServiceDouble.credentials()))
                .build();
    }

    @Override
    ResourceService over(EmrClient connected) {
        return new EmrStepResources(connected, EmrDouble.PERMANENT, ServiceDouble.surroundings(EmrDouble.NOW));
    }

    @Override
    protected String create(AttemptId attempt) {
        return service().addStep(attempt.executionName());
    }

    @Override
    protected void finish(String id) {
        service().set(id, "COMPLETED", "", "");
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, STARTING",
        "RUNNING, RUNNING",
        "CANCEL_PENDING, ENDING",
        "COMPLETED, SUCCEEDED",
        "CANCELLED, FAILED",
        "FAILED, FAILED",
        "INTERRUPTED, FAILED"
    })
    void shouldSayWhereAStepStandsAndWhy(String state, ResourceStage stage) {
        String id = create(ATTEMPT);
        service().set(id, state, "", "it was so");

        assertThat(sameService().describe(id)).hasValueSatisfying(step -> {
            assertThat(step.stage()).isEqualTo(stage);
            assertThat(step.state()).isEqualTo(state);
            assertThat(step.reason()).isEqualTo("it was so");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        service().refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the action elasticmapreduce:ListSteps on steps of cluster j-PERMANENT");
    }
}
