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

class EmrClusterResourcesIT extends DeployedResourcesContract<EmrDouble, EmrClient> {
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
        return new EmrClusterResources(connected, "one", ServiceDouble.surroundings(EmrDouble.NOW));
    }

    @Override
    protected String create(AttemptId attempt) {
        return service().createCluster("sleeper-one." + attempt.executionName(), EmrDouble.NOW);
    }

    @Override
    protected void finish(String id) {
        service().set(id, "TERMINATED", "ALL_STEPS_COMPLETED", "Steps completed");
    }

    @Test
    void shouldNotTakeAnotherInstancesCluster() {
        String unused = service().createCluster("sleeper-two." + ATTEMPT.executionName(), EmrDouble.NOW);

        assertThat(sameService().find(ATTEMPT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "STARTING, STARTING",
        "BOOTSTRAPPING, STARTING",
        "WAITING, RUNNING",
        "RUNNING, RUNNING",
        "TERMINATING, ENDING",
        "TERMINATED, SUCCEEDED",
        "TERMINATED_WITH_ERRORS, FAILED"
    })
    void shouldSayWhereAClusterStandsAndWhy(String state, ResourceStage stage) {
        String id = create(ATTEMPT);
        service().set(id, state, "INSTANCE_FAILURE", "it was lost");

        assertThat(sameService().describe(id)).hasValueSatisfying(cluster -> {
            assertThat(cluster.stage()).isEqualTo(stage);
            assertThat(cluster.state()).isEqualTo(state);
            assertThat(cluster.reason()).isEqualTo("INSTANCE_FAILURE: it was lost");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        String id = create(ATTEMPT);
        service().refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().end(id, "over"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the action elasticmapreduce:TerminateJobFlows on " + id);
    }
}
