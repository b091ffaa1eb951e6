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
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;

class ServerlessRunResourcesIT extends ResourceServiceContract {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);

    private ServerlessDouble serverless;
    private EmrServerlessClient client;

    @BeforeEach
    void startDouble() throws IOException {
        open();
    }

    private void open() throws IOException {
        if (serverless == null) {
            serverless = new ServerlessDouble();
            client = serverless
                    .clients("EMR_SERVERLESS")
                    .configured(
                            "EMR_SERVERLESS",
                            EmrServerlessClient.serviceMetadata(),
                            EmrServerlessClient.builder().credentialsProvider(ServiceDouble.credentials()))
                    .build();
        }
    }

    @AfterEach
    void stopDouble() {
        client.close();
        serverless.close();
    }

    @Override
    protected ResourceService newService() throws IOException {
        open();
        return sameService();
    }

    @Override
    protected ResourceService sameService() {
        return new ServerlessRunResources(
                client, ServerlessDouble.APPLICATION, ServiceDouble.surroundings(ServerlessDouble.NOW));
    }

    @Override
    protected String create(AttemptId attempt) {
        return serverless.create(attempt.executionName());
    }

    @Override
    protected void finish(String id) {
        serverless.set(id, "SUCCESS", "");
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
    void shouldWaitWhereTheServiceTakesNoMoreCalls() {
        String id = create(ATTEMPT);
        for (int i = 0; i < 20; i++) {
            serverless.refuse("ThrottlingException");
        }

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactly(id);
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
        serverless.set(id, state, "it was so");

        assertThat(sameService().describe(id)).hasValueSatisfying(run -> {
            assertThat(run.stage()).isEqualTo(stage);
            assertThat(run.state()).isEqualTo(state);
            assertThat(run.reason()).isEqualTo("it was so");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        serverless.refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the action emr-serverless:ListJobRuns on application 00application");
    }
}
