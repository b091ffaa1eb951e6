package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;

/** Jobs that wait for their turn: one task may run at once, and one runs that a killed process of the home has left behind. */
@Timeout(120)
class WaitingJobIT {
    @TempDir
    Path folder;

    private Cli cli;
    private LocalHome home;
    private Process leftBehind;
    private EmbeddedRun services;

    @BeforeEach
    void startServices() throws IOException {
        cli = new Cli(folder);
        home = new LocalHome(cli.home());
        assertThat(cli.run("demo", "--rows", "100", "--partitions", "1", "--name", "t", "--json")
                        .exitCode())
                .isZero();
        cli.file(".sleeper/instance.properties", "sleeper.local.max.tasks=1\n");
        leftBehind = new ProcessBuilder("sleep", "3600").start();
        cli.file(
                ".sleeper/ecs/0000dead.json",
                "{\"format\":1,\"id\":\"0000dead\",\"group\":\"former-a1\",\"pid\":" + leftBehind.pid() + "}");
        openServices();
    }

    private void openServices() throws IOException {
        services = EmbeddedRun.tryStart(home).orElseThrow();
        services.endpoints().write(home.localJson());
    }

    @AfterEach
    void stopServices() {
        leftBehind.destroyForcibly();
        services.close();
    }

    private void submit(String id) {
        String job = cli.file(
                id + ".json", "{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"demo/t/part-0.parquet\"]}");
        cli.run("submit", job, "--json").done();
    }

    private void submitAndAwaitWaiting(String id) {
        submit(id);
        awaitWaiting(id);
    }

    private void awaitWaiting(String id) {
        while (!cli.run("jobs", id, "--json").out().contains("waitsSince")) {
            Thread.onSpinWait();
        }
    }

    private List<String> taskStates(String id) {
        return services
                .ports()
                .resources()
                .of(ResourceKind.ECS_TASK)
                .orElseThrow()
                .find(new AttemptId(new JobId(id), 1))
                .stream()
                .map(Resource::state)
                .toList();
    }

    private List<String> logsOf(String id) throws IOException {
        try (Stream<Path> logs = Files.list(home.logs())) {
            return logs.map(log -> log.getFileName().toString())
                    .filter(name -> name.startsWith(id + "-"))
                    .toList();
        }
    }

    @Test
    void shouldShowAJobThatWaitsForItsTurnAndThenRunIt() throws Exception {
        // Given
        submitAndAwaitWaiting("one");
        assertThat(taskStates("one")).containsExactly("PROVISIONING");
        assertThat(cli.run("jobs").done().out().lines()).anyMatch(line -> line.matches("one +RUNNING, waiting +t .*"));
        JsonNode listed = cli.run("jobs", "--json").done().json().get("jobs");
        assertThat(listed).filteredOn(job -> job.has("waitsSince")).hasSize(1);
        assertThat(cli.run("jobs", "one").done().out())
                .contains("waiting   for its turn: as many tasks run as there is room for, since 20");
        assertThat(cli.run("jobs", "one", "--graph").done().out().lines())
                .contains("waiting for its turn: as many tasks run as there is room for")
                .anyMatch(line -> line.matches("\\|  > Run ingest task .*now"));
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        CompletableFuture<Cli.Result> watching = CompletableFuture.supplyAsync(() -> cli.run(told, "watch", "one"));
        while (!told.toString(StandardCharsets.UTF_8).contains("waiting for its turn")) {
            Thread.onSpinWait();
        }
        // When
        leftBehind.destroyForcibly();
        // Then
        Cli.Result watched = watching.get(1, TimeUnit.MINUTES);
        assertThat(watched.exitCode()).as(watched.err()).isZero();
        assertThat(cli.run("jobs", "--json").done().out()).doesNotContain("waitsSince");
        assertThat(taskStates("one")).containsExactly("STOPPED");
    }

    @Test
    void shouldTakeAnAbortedJobOutOfTheQueueAtOnce() throws Exception {
        // Given
        submitAndAwaitWaiting("first");
        submitAndAwaitWaiting("second");
        // When
        JsonNode aborted = cli.run("abort", "first", "--json").json();
        // Then
        assertThat(aborted.get("status").textValue()).isEqualTo("ABORTED");
        assertThat(taskStates("first")).containsExactly("STOPPED");
        assertThat(taskStates("second")).containsExactly("PROVISIONING");
        assertThat(leftBehind.isAlive()).isTrue();
        leftBehind.destroyForcibly();
        assertThat(cli.run("watch", "second", "--json").json().get("status").textValue())
                .isEqualTo("COMMITTED");
        assertThat(logsOf("first")).isEmpty();
    }

    @Test
    void shouldGoOnWithABacklogInItsOrderWhenTheServicesStartAgain() throws Exception {
        // Given
        List<String> ids = List.of("d", "b", "c", "a");
        ids.forEach(this::submitAndAwaitWaiting);
        // When
        services.close();
        openServices();
        ids.forEach(this::awaitWaiting);
        leftBehind.destroyForcibly();
        // Then
        assertThat(services.settle(Duration.ofMinutes(1))).isTrue();
        for (String id : ids) {
            assertThat(logsOf(id)).as(id).hasSize(1);
            assertThat(cli.run("jobs", id, "--json").json().get("status").textValue())
                    .isEqualTo("COMMITTED");
        }
        assertThat(ids.stream()
                        .map(id -> cli.run("jobs", id, "--json").json())
                        .map(job -> job.get("slot").longValue())
                        .toList())
                .isSorted();
    }
}
