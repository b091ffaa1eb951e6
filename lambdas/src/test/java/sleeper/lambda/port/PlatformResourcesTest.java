package sleeper.lambda.port;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceService;
import sleeper.testkit.resource.InMemoryResources;

class PlatformResourcesTest {
    private static PlatformResources with(ResourceKind... kinds) {
        return new PlatformResources(Arrays.stream(kinds)
                .<ResourceService>map(InMemoryResources::new)
                .toList());
    }

    @Test
    void shouldLetThePlatformsBeDeployedWhoseResourcesCanBeEnded() {
        assertThatCode(() -> with(ResourceKind.ECS_TASK, ResourceKind.EMR_STEP)
                        .requireFor(Set.of(Platform.STANDARD, Platform.PERSISTENT_EMR)))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseByNameEveryPlatformThatCannotEndWhatItCreates() {
        assertThatThrownBy(() ->
                        with(ResourceKind.ECS_TASK, ResourceKind.EMR_STEP).requireFor(EnumSet.allOf(Platform.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "These platforms cannot be deployed, because nothing finds and ends what attempts create there:"
                                + " emr (emr-cluster), emr-serverless (emr-serverless-job-run), eks (kubernetes-job). Give a"
                                + " ResourceService for each kind, or deploy without them.");
    }

    @Test
    void shouldNeedNoServiceWhereNoPlatformIsDeployed() {
        assertThatCode(() -> new PlatformResources(List.of()).requireFor(Set.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseTwoServicesOfAKind() {
        assertThatThrownBy(() -> with(ResourceKind.ECS_TASK, ResourceKind.ECS_TASK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two services end resources of the kind ecs-task");
    }
}
