package sleeper.local.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.OutcomeUnknownException;
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
    void shouldLeaveWaitingWhatIsSentOnceItReceivesNoMore() throws InterruptedException {
        try (Services services = sameInstance().openServices()) {
            // When
            services.stopReceiving();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("poller-")) {
                    thread.join();
                }
            }
            // Then
            assertThat(services.jobs().send(JobQueue.STANDARD, "{}")).isNotEmpty();
            assertThat(services.jobs().waiting()).containsEntry(JobQueue.STANDARD, 1L);
        }
        assertThat(sameInstance().waitingMessages()).containsEntry(JobQueue.STANDARD, 1L);
    }

    @Test
    void shouldNotTakeOpenQueuesForServicesThatRun() {
        try (OpenQueues queues = sameInstance().openQueues()) {
            assertThat(queues.areServed()).isFalse();
            assertThat(sameInstance().isServed()).isFalse();
        }
    }

    /** @return what work comes to that begins while the queues are open, and has to wait until they are closed */
    private <T> T begunWhileTheQueuesAreOpen(Callable<T> work) throws Exception {
        FutureTask<T> result = new FutureTask<>(work);
        Thread thread = new Thread(result, "waiting");
        try (OpenQueues queues = sameInstance().openQueues()) {
            assertThat(queues.areServed()).isFalse();
            thread.start();
            while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        return result.get(1, TimeUnit.MINUTES);
    }

    @Test
    void shouldLookAtTheQueuesOnceAnotherLookHasEnded() throws Exception {
        assertThat(begunWhileTheQueuesAreOpen(() -> sameInstance().waitingMessages()))
                .isEmpty();
    }

    @Test
    void shouldRunServicesOnceALookAtTheQueuesHasEnded() throws Exception {
        boolean own = begunWhileTheQueuesAreOpen(() -> {
            try (Services services = sameInstance().openServices()) {
                return services.areOwn();
            }
        });

        assertThat(own).isTrue();
    }

    @Test
    void shouldSayThatAnotherHasTheQueuesOpenWhereTheyStayOpen() {
        try (OpenQueues queues = sameInstance().openQueues()) {
            assertThat(queues.areServed()).isFalse();
            assertThatThrownBy(() -> sameInstance().openQueues())
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("UNAVAILABLE at the queues at " + home()
                            + ": found another command that has them open. Try again when it has ended.");
        }
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
    void shouldNotSayThatNothingWasSentWhereTheReplyIsLost() throws Exception {
        try (Services owner = sameInstance().openServices();
                ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat(owner.areOwn()).isTrue();
            // Given a service that takes a request and ends the connection
            new Thread(() -> hangUp(mute), "hanging up").start();
            String sqs = "http://127.0.0.1:" + mute.getLocalPort();
            new LocalEndpoints(Map.of("sqs", sqs, "queue.standard", sqs + "/000000000000/sleeper"))
                    .write(home().resolve("local.json"));
            // When / Then
            try (OpenQueues queues = sameInstance().openQueues()) {
                assertThatThrownBy(() -> queues.jobs().send(JobQueue.STANDARD, "{}"))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessageContaining("The job may have been sent.")
                        .hasMessageContaining("OUTCOME_UNKNOWN at the services")
                        .hasMessageContaining("A job with an id may be sent again as it is");
            }
        }
    }

    private static void hangUp(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                int unused = connection.getInputStream().read();
            } catch (IOException e) {
                // The socket was closed: by the client, or at the end of the test.
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
