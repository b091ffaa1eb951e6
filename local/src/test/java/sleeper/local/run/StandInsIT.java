package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.platform.Platform;
import sleeper.lambda.port.PlatformResources;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.FileInstance;

class StandInsIT {
    @TempDir
    private Path home;

    @Test
    void shouldEndWhatAttemptsCreateOnEveryPlatformThatIsDeployed() throws Exception {
        try (ChildJvm children = new ChildJvm(List.of(), Map.of())) {
            StandIns standIns = StandIns.ofHome(new LocalHome(home), children, new Turns(1), InstantSource.system());
            assertThatCode(() -> standIns.resources().requireFor(Set.of(Platform.values())))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldNotOpenMachinesOfAPlatformThatWouldLeaveSomethingRunning() {
        StandIns withoutEnds = new StandIns(Map.of(), new PlatformResources(List.of()));
        FileInstance instance = FileInstance.open(home, RealSurroundings.get());
        assertThatThrownBy(() -> EmbeddedMachines.open(null, instance, null, withoutEnds, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be deployed")
                .hasMessageContaining("standard (ecs-task)");
    }
}
