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

class EmrStepResourcesIT extends ResourceServiceContract {
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
        return new EmrStepResources(client, EmrDouble.PERMANENT, ServiceDouble.surroundings(EmrDouble.NOW));
    }

    @Override
    protected String create(AttemptId attempt) {
        return emr.addStep(attempt.executionName());
    }

    @Override
    protected void finish(String id) {
        emr.set(id, "COMPLETED", "", "");
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
        emr.set(id, state, "", "it was so");

        assertThat(sameService().describe(id)).hasValueSatisfying(step -> {
            assertThat(step.stage()).isEqualTo(stage);
            assertThat(step.state()).isEqualTo(state);
            assertThat(step.reason()).isEqualTo("it was so");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        emr.refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the action elasticmapreduce:ListSteps on steps of cluster j-PERMANENT");
    }
}
