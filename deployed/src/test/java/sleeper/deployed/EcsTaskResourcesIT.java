package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
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
import software.amazon.awssdk.services.ecs.EcsClient;

class EcsTaskResourcesIT extends ResourceServiceContract {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);

    private EcsDouble ecs;
    private EcsClient client;

    @BeforeEach
    void startDouble() throws IOException {
        open();
    }

    private void open() throws IOException {
        if (ecs == null) {
            ecs = new EcsDouble();
            client = ecs.clients("ECS")
                    .configured(
                            "ECS",
                            EcsClient.serviceMetadata(),
                            EcsClient.builder().credentialsProvider(ServiceDouble.credentials()))
                    .build();
        }
    }

    @AfterEach
    void stopDouble() {
        client.close();
        ecs.close();
    }

    @Override
    protected ResourceService newService() throws IOException {
        open();
        return sameService();
    }

    @Override
    protected ResourceService sameService() {
        return new EcsTaskResources(client, EcsDouble.CLUSTER, ServiceDouble.surroundings(Instant.EPOCH));
    }

    @Override
    protected String create(AttemptId attempt) {
        return ecs.create(attempt.executionName());
    }

    @Override
    protected void finish(String id) {
        ecs.exit(id, 0);
    }

    @Override
    protected void awaitEnd(String id) {
        while (!sameService().describe(id).map(Resource::ended).orElse(true)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldFindMoreThanAPageOfThem() {
        List<String> ids = List.of(create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT));
        ecs.exit(ids.get(1), 1);

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, STARTING", "PENDING, STARTING", "ACTIVATING, STARTING", "RUNNING, RUNNING",
        "DEACTIVATING, ENDING", "DEPROVISIONING, ENDING", "STOPPED, FAILED", "DELETED, FAILED"
    })
    void shouldSayWhereATaskStands(String status, ResourceStage stage) {
        String id = create(ATTEMPT);
        ecs.set(id, status);

        assertThat(sameService().describe(id)).hasValueSatisfying(task -> {
            assertThat(task.stage()).isEqualTo(stage);
            assertThat(task.state()).isEqualTo(status);
        });
    }

    @ParameterizedTest
    @CsvSource({"0, SUCCEEDED", "1, FAILED", "137, FAILED"})
    void shouldSayHowItsContainerEnded(int code, ResourceStage stage) {
        String id = create(ATTEMPT);
        ecs.exit(id, code);

        assertThat(sameService().describe(id)).hasValueSatisfying(task -> {
            assertThat(task.stage()).isEqualTo(stage);
            assertThat(task.reason()).isEqualTo("EssentialContainerExited: Essential container in task exited");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        ecs.refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("the action ecs:ListTasks on " + EcsDouble.CLUSTER);
    }

    @Test
    void shouldWaitWhereEcsTakesNoMoreCalls() {
        String id = create(ATTEMPT);
        for (int i = 0; i < 20; i++) {
            ecs.refuse("ThrottlingException");
        }

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactly(id);
    }

    @Test
    void shouldNotCallATaskStoppedThatCouldNotBe() {
        String id = create(ATTEMPT);
        ecs.refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().end(id, "over"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("ecs:StopTask");
    }
}
