package sleeper.testkit.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;

class InMemoryResourcesTest extends ResourceServiceContract {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);

    private final InMemoryResources resources = new InMemoryResources(ResourceKind.EMR_STEP);

    @Override
    protected ResourceService newService() {
        return resources;
    }

    @Override
    protected ResourceService sameService() {
        return resources;
    }

    @Override
    protected String create(AttemptId attempt) {
        return resources.create(attempt);
    }

    @Override
    protected void finish(String id) {
        resources.finish(id);
    }

    @Override
    protected void awaitEnd(String id) {
        assertThat(resources.open()).doesNotContain(id);
    }

    @Test
    void shouldHoldWhatIsAskedToEndUntilItIsLetGo() {
        // Given
        String id = resources.create(ATTEMPT);
        resources.hold(id);
        // When
        resources.end(id, "now");
        resources.end(id, "again");
        // Then
        assertThat(resources.describe(id))
                .contains(new Resource(ResourceKind.EMR_STEP, id, ResourceStage.ENDING, "ENDING", ""));
        assertThat(resources.askedToEnd()).containsExactly(id);
        resources.letGo(id);
        assertThat(resources.open()).isEmpty();
    }

    @Test
    void shouldListLateWhatWasCreatedAndDescribeItAtOnce() {
        // Given
        resources.listLate(2);
        String id = resources.create(ATTEMPT);
        // When / Then
        assertThat(resources.describe(id)).isPresent();
        assertThat(resources.find(ATTEMPT)).isEmpty();
        assertThat(resources.find(ATTEMPT)).isEmpty();
        assertThat(resources.find(ATTEMPT)).extracting(Resource::id).containsExactly(id);
    }

    @Test
    void shouldFailAsItIsTold() {
        resources.breakDown();
        assertThatThrownBy(() -> resources.find(ATTEMPT)).isInstanceOf(TransientFailureException.class);
        resources.mend();
        assertThat(resources.find(ATTEMPT)).isEmpty();
    }

    @Test
    void shouldForgetWhatEndedLongAgo() {
        String id = resources.create(ATTEMPT);
        resources.forget(id);
        assertThat(resources.find(ATTEMPT)).isEmpty();
        assertThat(resources.describe(id)).isEmpty();
    }
}
