package sleeper.verification.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.Services;
import sleeper.testkit.instance.InstanceContract;
import sleeper.verification.servers.AwsServers;

/** A deployed instance does what every instance must, but that its services run without the command. */
class DeployedInstanceIT extends InstanceContract {
    private static AwsServers servers;

    @TempDir
    private Path folder;

    private Optional<DeployedStandIn> deployed = Optional.empty();

    @BeforeAll
    static void startServers() throws IOException {
        servers = AwsServers.start();
    }

    @AfterAll
    static void endServers() throws IOException {
        servers.close();
    }

    @Override
    protected Instance newInstance() throws IOException {
        deployed = Optional.of(DeployedStandIn.start(servers, folder.resolve("home"), "s3,dynamodb"));
        return sameInstance();
    }

    @Override
    protected Instance sameInstance() {
        Map<String, String> environment = new HashMap<>(deployed.orElseThrow().environment());
        environment.put("SLEEPER_INSTANCE_ID", deployed.orElseThrow().id());
        return Instance.open(environment, RealSurroundings.get()).orElseThrow();
    }

    @AfterEach
    void endServices() throws IOException {
        if (deployed.isPresent()) {
            deployed.get().close();
        }
    }

    @Test
    @Override
    protected void shouldHaveNothingBeforeAnythingWasWritten() {
        Instance instance = sameInstance();
        assertThat(instance.place())
                .isEqualTo("the instance " + deployed.orElseThrow().id() + " in us-east-1");
        assertThat(instance.isServed()).isTrue();
        assertThat(instance.folderOfBuckets()).isEmpty();
        assertThat(instance.site().freeBytes()).isEmpty();
        assertThat(instance.site().anySourceByDefault()).isFalse();
        assertThat(instance.properties().ofInstance())
                .isEqualTo(deployed.orElseThrow().properties());
        assertThat(instance.stores().tables().list()).isEmpty();
        assertThat(instance.stores().tableProperties(new TableName("letters"))).isEmpty();
    }

    @Test
    @Override
    protected void shouldKeepAMessageUntilServicesTakeIt() {
        // Given services that are not the command's own
        Instance instance = sameInstance();
        try (Services services = instance.openServices()) {
            assertThat(services.areOwn()).isFalse();
        }
        try (OpenQueues queues = instance.openQueues()) {
            assertThat(queues.areServed()).isTrue();
            assertThat(queues.jobs().waiting()).isEmpty();
            // When
            queues.deadLetters().add(JobQueue.STANDARD, "m1", "{ no job", "It is no job.");
        }
        // Then what is in a dead-letter queue does not wait for anybody, and closing ended nothing
        assertThat(instance.waitingMessages()).isEmpty();
        try (OpenQueues queues = sameInstance().openQueues()) {
            assertThat(queues.deadLetters().take(JobQueue.STANDARD)).hasSize(1);
        }
    }

    @Test
    void shouldNotBeOpenedWhereAHomeIsNamed() {
        Map<String, String> environment = new HashMap<>(deployed.orElseThrow().environment());
        environment.put("SLEEPER_INSTANCE_ID", deployed.orElseThrow().id());
        environment.put("SLEEPER_HOME", folder.resolve("another").toString());

        assertThat(Instance.open(environment, RealSurroundings.get())
                        .orElseThrow()
                        .place())
                .isEqualTo(folder.resolve("another").toString());
    }
}
