package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.testkit.resource.ResourceServiceContract;
import software.amazon.awssdk.services.emr.EmrClient;

class EmrClusterResourcesIT extends ResourceServiceContract {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);

    private EmrDouble emr;
    private EmrClient client;

    @BeforeEach
    void startDouble() throws IOException {
        open();
    }

    private void open() throws IOException {
        if (emr == null) {
            emr = new EmrDouble();
            client = emr.clients("EMR")
                    .configured(
                            "EMR",
                            EmrClient.serviceMetadata(),
                            EmrClient.builder().credentialsProvider(ServiceDouble.credentials()))
                    .build();
        }
    }

    @AfterEach
    void stopDouble() {
        client.close();
        emr.close();
    }

    @Override
    protected ResourceService newService() throws IOException {
        open();
        return sameService();
    }

    @Override
    protected ResourceService sameService() {
        return new EmrClusterResources(client, "one", ServiceDouble.surroundings(EmrDouble.NOW));
    }

    @Override
    protected String create(AttemptId attempt) {
        return emr.createCluster("sleeper-one-" + attempt.executionName(), EmrDouble.NOW);
    }

    @Override
    protected void finish(String id) {
        emr.set(id, "TERMINATED", "ALL_STEPS_COMPLETED", "Steps completed");
    }

    @Override
    protected void awaitEnd(String id) {
        while (!sameService().describe(id).map(Resource::ended).orElse(true)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldFindMoreThanAPageOfThemTheOldestFirst() {
        List<String> ids = List.of(create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT));

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactlyElementsOf(ids);
    }

    @Test
    void shouldWaitWhereEmrTakesNoMoreCalls() {
        String id = create(ATTEMPT);
        for (int i = 0; i < 20; i++) {
            emr.refuse("ThrottlingException");
        }

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactly(id);
    }

    @Test
    void shouldNotTakeAnotherInstancesCluster() {
        String unused = emr.createCluster("sleeper-two-" + ATTEMPT.executionName(), EmrDouble.NOW);

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
        emr.set(id, state, "INSTANCE_FAILURE", "it was lost");

        assertThat(sameService().describe(id)).hasValueSatisfying(cluster -> {
            assertThat(cluster.stage()).isEqualTo(stage);
            assertThat(cluster.state()).isEqualTo(state);
            assertThat(cluster.reason()).isEqualTo("INSTANCE_FAILURE: it was lost");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        String id = create(ATTEMPT);
        emr.refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().end(id, "over"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the action elasticmapreduce:TerminateJobFlows on " + id);
    }
}
