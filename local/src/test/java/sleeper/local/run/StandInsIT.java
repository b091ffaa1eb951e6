package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.platform.Platform;
import sleeper.core.settings.Settings;
import sleeper.lambda.port.PlatformResources;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Held;
import sleeper.local.task.Turns;
import sleeper.local.task.emr.Emr;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.FileInstance;
import sleeper.stepfunctions.time.RealEventLoop;

class StandInsIT {
    @TempDir
    private Path home;

    @Test
    void shouldEndWhatAttemptsCreateOnEveryPlatformThatIsDeployed() throws Exception {
        try (ChildJvm children = new ChildJvm(List.of(), Map.of());
                RealEventLoop loop = new RealEventLoop(InstantSource.system());
                StandIns standIns = open(children, loop, Map.of())) {
            assertThatCode(() -> standIns.resources().requireFor(Set.of(Platform.values())))
                    .doesNotThrowAnyException();
        }
    }

    private StandIns open(ChildJvm children, RealEventLoop loop, Map<String, String> settings) throws IOException {
        StandIns.World world =
                new StandIns.World(Settings.ofMap(settings), children, new Turns(1), loop, Runnable::run);
        return StandIns.ofHome(new LocalHome(home), world);
    }

    @Test
    void shouldKeepThePermanentClusterOfAnInstanceThatHasItsStack() throws Exception {
        // Given
        Map<String, String> settings = Map.of(
                "sleeper.optional.stacks", "IngestStack,PersistentEmrBulkImportStack",
                "sleeper.bulk.import.persistent.emr.core.instance.type", "m6i.xlarge");
        List<Held> first = heldAfterStart(settings);
        assertThat(first).singleElement().satisfies(cluster -> {
            assertThat(cluster.permanent()).isTrue();
            assertThat(cluster.name()).isEqualTo("sleeper-local-persistentEMR");
            assertThat(cluster.asked())
                    .isEqualTo("emr-7.13.0, MASTER 1 m5.xlarge, CORE 1 m6i.xlarge, scaled to 10 at the most");
        });
        // When
        List<Held> second = heldAfterStart(settings);
        // Then
        assertThat(second.get(0).resource().id())
                .isEqualTo(first.get(0).resource().id());
    }

    @Test
    void shouldStartWithoutAPermanentClusterWhereItsStackIsNotDeployed() throws Exception {
        assertThat(heldAfterStart(Map.of("sleeper.optional.stacks", "IngestStack")))
                .isEmpty();
    }

    private List<Held> heldAfterStart(Map<String, String> settings) throws Exception {
        try (ChildJvm children = new ChildJvm(List.of(), Map.of());
                RealEventLoop loop = new RealEventLoop(InstantSource.system());
                StandIns opened = open(children, loop, settings)) {
            assertThat(opened.integrations()).containsKeys("elasticmapreduce:addStep.sync");
            return Emr.held(new LocalHome(home).emr());
        }
    }

    @Test
    void shouldDeleteWhatRunsOfAKilledProcessLeftButForTheirOutput() throws Exception {
        // Given
        Path run = Files.createDirectories(home.resolve("spark/0000aaaa"));
        Path output = Files.createDirectories(run.resolve("work/app-1/0")).resolve("stderr");
        Files.writeString(output, "how it ended");
        Files.writeString(run.resolve("work/app-1/0/job.jar"), "large");
        Path spilled = Files.createDirectories(run.resolve("scratch/blocks")).resolve("stderr");
        Files.writeString(spilled, "large");
        Files.createSymbolicLink(run.resolve("jars"), home);
        // When
        assertThat(heldAfterStart(Map.of())).isEmpty();
        // Then
        try (Stream<Path> left = Files.walk(run)) {
            assertThat(left.filter(path -> !Files.isDirectory(path))).containsExactly(output);
        }
        assertThat(home.resolve("spark")).exists();
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
