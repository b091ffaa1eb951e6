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
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;

class ServerlessRunResourcesIT extends DeployedResourcesContract<ServerlessDouble, EmrServerlessClient> {
    @Override
    ServerlessDouble startDouble() throws IOException {
        return new ServerlessDouble();
    }

    @Override
    EmrServerlessClient connect(ServerlessDouble service) {
        return service.clients("EMR_SERVERLESS")
                .configured(
                        "EMR_SERVERLESS",
                        EmrServerlessClient.serviceMetadata(),
                        EmrServerlessClient.builder().credentialsProvider(ServiceDouble.credentials()))
                .build();
    }

    @Override
    ResourceService over(EmrServerlessClient connected) {
        return new ServerlessRunResources(
                connected, ServerlessDouble.APPLICATION, ServiceDouble.surroundings(ServerlessDouble.NOW));
    }

    @Override
    protected String create(AttemptId attempt) {
        return service().create(attempt.executionName());
    }

    @Override
    protected void finish(String id) {
        service().set(id, "SUCCESS", "");
    }

    @ParameterizedTest
    @CsvSource({
        "SUBMITTED, STARTING",
        "PENDING, STARTING",
        "SCHEDULED, STARTING",
        "QUEUED, STARTING",
        "RUNNING, RUNNING",
        "CANCELLING, ENDING",
        "SUCCESS, SUCCEEDED",
        "FAILED, FAILED",
        "CANCELLED, FAILED"
    })
    void shouldSayWhereARunStandsAndWhy(String state, ResourceStage stage) {
        String id = create(ATTEMPT);
        service().set(id, state, "it was so");

        assertThat(sameService().describe(id)).hasValueSatisfying(run -> {
            assertThat(run.stage()).isEqualTo(stage);
            assertThat(run.state()).isEqualTo(state);
            assertThat(run.reason()).isEqualTo("it was so");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        service().refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the action emr-serverless:ListJobRuns on application 00application");
    }
}
