package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.OwnerLock.Use;
import sleeper.run.RealSurroundings;
import sleeper.statestore.util.Surroundings;
import sleeper.statestore.util.Surroundings.Pause;

/** Who has a home: in this process, where time passes as the test says, and in others. */
@Timeout(60)
class OwnerLockIT {
    @TempDir
    Path folder;

    private final List<Duration> waits = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();
    private LocalHome home;

    @BeforeEach
    void nameHome() {
        home = new LocalHome(folder.resolve("home"));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            int unused = process.destroyForcibly().waitFor();
        }
    }

    /** What happens while somebody waits. */
    private interface Meanwhile {
        void happen() throws IOException;
    }

    private OwnerLock held(Use use) throws IOException {
        return OwnerLock.tryAcquire(home.lock(), use).orElseThrow();
    }

    private boolean isServed() throws IOException {
        return OwnerLock.isServed(home.lock());
    }

    private void sayWhereServicesListen() throws IOException {
        new LocalEndpoints(Map.of()).write(home.localJson());
    }

    private Optional<OwnerLock> acquire(Use use, Meanwhile meanwhile) throws IOException {
        Surroundings real = RealSurroundings.get();
        Pause pause = time -> {
            waits.add(time);
            try {
                meanwhile.happen();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return OwnerLock.acquire(home, use, new Surroundings(real.clock(), real.ids(), real.random(), pause));
    }

    private Process startHolder(Use use) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                home.lock().toString(),
                use.name());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @ParameterizedTest
    @EnumSource(Use.class)
    void shouldWaitUntilTheQueuesAreClosed(Use use) throws IOException {
        OwnerLock queues = held(Use.QUEUES);

        Optional<OwnerLock> next = acquire(use, queues::close);

        assertThat(next).isPresent();
        assertThat(waits).hasSize(1);
        next.get().close();
    }

    @ParameterizedTest
    @EnumSource(Use.class)
    void shouldGiveUpAfterFiveSecondsWhereTheQueuesStayOpen(Use use) throws IOException {
        OwnerLock queues = held(Use.QUEUES);

        assertThat(acquire(use, () -> {})).isEmpty();

        Duration all = waits.stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(all).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
        queues.close();
    }

    @Test
    void shouldNotWaitForTheQueuesOfServices() throws IOException {
        OwnerLock services = held(Use.SERVICES);

        assertThat(acquire(Use.QUEUES, () -> {})).isEmpty();

        assertThat(waits).isEmpty();
        services.close();
    }

    @Test
    void shouldNotWaitForServicesThatSayWhereTheyListen() throws IOException {
        OwnerLock services = held(Use.SERVICES);
        sayWhereServicesListen();

        assertThat(acquire(Use.SERVICES, () -> {})).isEmpty();

        assertThat(waits).isEmpty();
        services.close();
    }

    @Test
    void shouldWaitForServicesUntilTheySayWhereTheyListen() throws IOException {
        OwnerLock services = held(Use.SERVICES);

        assertThat(acquire(Use.SERVICES, this::sayWhereServicesListen)).isEmpty();

        assertThat(waits).hasSize(1);
        services.close();
    }

    @Test
    void shouldRunServicesOnceOthersHaveEnded() throws IOException {
        OwnerLock services = held(Use.SERVICES);

        Optional<OwnerLock> next = acquire(Use.SERVICES, services::close);

        assertThat(next).isPresent();
        next.get().close();
    }

    @Test
    void shouldNotTakeOpenQueuesForServicesThatRun() throws IOException {
        assertThat(isServed()).isFalse();
        OwnerLock queues = held(Use.QUEUES);
        assertThat(isServed()).isFalse();
        queues.close();
        OwnerLock services = held(Use.SERVICES);
        assertThat(isServed()).isTrue();
        services.close();
        assertThat(isServed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Use.class)
    void shouldSeeWhatAnotherProcessHoldsUntilItIsKilled(Use use) throws Exception {
        // Given
        Process holder = startHolder(use);
        assertThat(holder.inputReader().readLine()).isEqualTo(LockHolder.HELD);
        // When / Then
        assertThat(isServed()).isEqualTo(use == Use.SERVICES);
        for (Use other : Use.values()) {
            assertThat(OwnerLock.tryAcquire(home.lock(), other)).isEmpty();
        }
        // When
        int unused = holder.destroyForcibly().waitFor();
        // Then
        assertThat(isServed()).isFalse();
        held(use).close();
    }

    @ParameterizedTest
    @EnumSource(Use.class)
    void shouldKeepTheLockFromOtherProcessesWhileItIsLookedAtHere(Use use) throws IOException {
        // Given
        OwnerLock lock = held(use);
        assertThat(isServed()).isEqualTo(use == Use.SERVICES);
        assertThat(OwnerLock.tryAcquire(home.lock(), use)).isEmpty();
        // When / Then
        for (Use other : Use.values()) {
            assertThat(startHolder(other).inputReader().readLine()).isEqualTo(LockHolder.REFUSED);
        }
        lock.close();
    }
}
