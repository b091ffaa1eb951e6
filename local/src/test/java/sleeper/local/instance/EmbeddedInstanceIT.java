package sleeper.local.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.platform.JobQueue;
import sleeper.local.client.LocalEndpoints;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.Services;
import sleeper.statestore.instance.UnreachableException;
import sleeper.testkit.instance.InstanceContract;

class EmbeddedInstanceIT extends InstanceContract {
    @TempDir
    Path folder;

    @Override
    protected Instance newInstance() {
        return sameInstance();
    }

    @Override
    protected Instance sameInstance() {
        return Instance.open(Map.of("SLEEPER_HOME", home().toString()), RealSurroundings.get())
                .orElseThrow();
    }

    private Path home() {
        return folder.resolve("home");
    }

    @Test
    void shouldOpenNoneWhereNoHomeIsNamed() {
        assertThat(Instance.open(Map.of(), RealSurroundings.get())).isEmpty();
        assertThat(Instance.open(Map.of("SLEEPER_HOME", " "), RealSurroundings.get()))
                .isEmpty();
    }

    @Test
    void shouldWriteNothingWhereItIsOnlyLookedAt() {
        // When
        Instance instance = sameInstance();
        assertThat(instance.isServed()).isFalse();
        assertThat(instance.properties().ofInstance()).isEmpty();
        assertThat(instance.site().freeBytes().orElseThrow()).isPositive();
        // Then
        assertThat(home()).doesNotExist();
    }

    @Test
    void shouldLeaveNoUnfinishedFileBehindItsProperties() throws IOException {
        // When
        sameInstance().properties().putOfInstance(Map.of("sleeper.ingest.threads", "3"));
        // Then
        try (Stream<Path> files = Files.list(home())) {
            assertThat(files).containsExactly(home().resolve("instance.properties"));
        }
    }

    @Test
    void shouldRefuseQueuesWhileAnotherCommandRunsTheServicesForItself() {
        try (Services services = sameInstance().openServices()) {
            assertThat(services.areOwn()).isTrue();
            assertThat(sameInstance().isServed()).isTrue();
            assertThatThrownBy(() -> sameInstance().openQueues())
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("UNAVAILABLE at the services at " + home()
                            + ": found another command that runs them for itself. Wait until it has ended, or run"
                            + " 'sleeper local' and keep that running.");
        }
        assertThat(sameInstance().isServed()).isFalse();
    }

    @Test
    void shouldSayThatTheServicesHaveGoneWhenNobodyAnswers() throws IOException {
        try (Services owner = sameInstance().openServices()) {
            // Given an owner whose word of where it listens leads nowhere
            assertThat(owner.areOwn()).isTrue();
            new LocalEndpoints(Map.of(
                            "sqs", "http://127.0.0.1:1", "queue.standard", "http://127.0.0.1:1/000000000000/sleeper"))
                    .write(home().resolve("local.json"));
            // When / Then
            try (OpenQueues queues = sameInstance().openQueues()) {
                assertThat(queues.areServed()).isTrue();
                assertThatThrownBy(() -> queues.jobs().send(JobQueue.STANDARD, "{}"))
                        .isInstanceOf(UnreachableException.class)
                        .hasMessageContaining(
                                "UNAVAILABLE at the services: found AmazonSQS gave no answer to SendMessage")
                        .hasMessageContaining("Start 'sleeper local' again: nothing that was sent is lost.");
            }
        }
    }

    @Test
    void shouldRefuseAHomeThatCannotBeMade() throws IOException {
        // Given a file where the home would be, since the instance was opened
        Instance opened = sameInstance();
        Files.writeString(home(), "a file");
        // When / Then
        assertThatThrownBy(this::sameInstance)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("found a file, not a folder. Set SLEEPER_HOME");
        assertThatThrownBy(opened::prepare)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("a folder that cannot be made (a file of that name is there already)");
    }
}
