package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import software.amazon.awssdk.services.ecs.EcsClient;

class EcsTaskResourcesIT extends DeployedResourcesContract<EcsDouble, EcsClient> {
    @Override
    EcsDouble startDouble() throws IOException {
        return new EcsDouble();
    }

    @Override
    EcsClient connect(EcsDouble service) {
        return service.clients("ECS")
                .configured(
                        "ECS",
                        EcsClient.serviceMetadata(),
                        EcsClient.builder().credentialsProvider(ServiceDouble.credentials()))
                .build();
    }

    @Override
    ResourceService over(EcsClient connected) {
        return new EcsTaskResources(
                connected, EcsDouble.CLUSTER, EcsDouble.FAMILY, ServiceDouble.surroundings(Instant.EPOCH));
    }

    @Override
    protected String create(AttemptId attempt) {
        return service().create(EcsDouble.FAMILY, attempt.executionName());
    }

    @Override
    protected void finish(String id) {
        service().exit(id, 0);
    }

    @Test
    void shouldFindMoreThanAPageOfThem() {
        List<String> ids = List.of(create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT));
        service().exit(ids.get(1), 1);

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void shouldLeaveAloneWhatIsOfAnotherGroupOrFamily() {
        // Given tasks of other attempts, one whose group is the default, and one of the name that another definition
        // made
        for (int other = 1; other <= 4; other++) {
            service().create(EcsDouble.FAMILY, "other-" + other + "-a1");
        }
        service().create(EcsDouble.FAMILY, "family:" + EcsDouble.FAMILY);
        service().create("sleeper-one-other", ATTEMPT.executionName());
        String ours = create(ATTEMPT);
        // When / Then
        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactly(ours);
    }

    @Test
    void shouldFindItAmongMoreTasksThanOneDescriptionTakes() {
        for (int other = 1; other <= 101; other++) {
            service().create(EcsDouble.FAMILY, "other-" + other + "-a1");
        }
        List<String> ids = List.of(create(ATTEMPT), create(ATTEMPT));
        service().exit(ids.get(1), 1);

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, STARTING", "PENDING, STARTING", "ACTIVATING, STARTING", "RUNNING, RUNNING",
        "DEACTIVATING, ENDING", "DEPROVISIONING, ENDING", "STOPPED, FAILED", "DELETED, FAILED"
    })
    void shouldSayWhereATaskStands(String status, ResourceStage stage) {
        String id = create(ATTEMPT);
        service().set(id, status);

        assertThat(sameService().describe(id)).hasValueSatisfying(task -> {
            assertThat(task.stage()).isEqualTo(stage);
            assertThat(task.state()).isEqualTo(status);
        });
    }

    @ParameterizedTest
    @CsvSource({"0, SUCCEEDED", "1, FAILED", "137, FAILED"})
    void shouldSayHowItsContainerEnded(int code, ResourceStage stage) {
        String id = create(ATTEMPT);
        service().exit(id, code);

        assertThat(sameService().describe(id)).hasValueSatisfying(task -> {
            assertThat(task.stage()).isEqualTo(stage);
            assertThat(task.reason()).isEqualTo("EssentialContainerExited: Essential container in task exited");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        service().refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("the action ecs:ListTasks on " + EcsDouble.CLUSTER);
    }

    @Test
    void shouldNotCallATaskStoppedThatCouldNotBe() {
        String id = create(ATTEMPT);
        service().refuse("AccessDeniedException");

        assertThatThrownBy(() -> sameService().end(id, "over"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("ecs:StopTask");
    }
}
