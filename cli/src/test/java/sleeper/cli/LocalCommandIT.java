package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.LocalHome;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;

/** {@code local} in a process of its own, as people run it. */
@Timeout(120)
class LocalCommandIT {
    private static final Set<String> SECRETS = Set.of("s3.secret-key", "api.token");

    @TempDir
    Path folder;

    Cli cli;
    LocalHome home;
    List<Process> started = new ArrayList<>();

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
        home = new LocalHome(cli.home());
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process local(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName(),
                "local"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SLEEPER_HOME", home.path().toString());
        Process process =
                builder.redirectError(folder.resolve("local.err").toFile()).start();
        started.add(process);
        return process;
    }

    private JsonNode localJson() throws IOException {
        return new ObjectMapper().readTree(home.localJson().toFile());
    }

    @Test
    void shouldPrintWhereEverythingIsUntilItIsEnded() throws Exception {
        // When
        Process local = local();
        List<String> lines = new ArrayList<>();
        BufferedReader out = local.inputReader();
        for (String line = out.readLine(); line != null; line = line.equals("ready") ? null : out.readLine()) {
            lines.add(line);
        }
        // Then
        List<String> kept = localJson().properties().stream()
                .filter(value -> !SECRETS.contains(value.getKey()))
                .map(value -> value.getKey() + "=" + value.getValue().textValue())
                .toList();
        assertThat(lines)
                .startsWith(kept.toArray(String[]::new))
                .endsWith("ready")
                .hasSize(kept.size() + 2);
        assertThat(lines)
                .anyMatch(line -> line.matches("stepfunctions=http://127\\.0\\.0\\.1:\\d+"))
                .anyMatch(line -> line.matches("sqs=http://127\\.0\\.0\\.1:\\d+"))
                .anyMatch(line -> line.matches("s3=http://127\\.0\\.0\\.1:\\d+"))
                .anyMatch(line -> line.matches("s3\\.access-key=SLEEPER[A-Z2-7]{13}"))
                .anyMatch(line -> line.matches("api=http://127\\.0\\.0\\.1:\\d+"))
                .anyMatch(line -> line.matches("console=http://127\\.0\\.0\\.1:\\d+/\\?token=[0-9a-f]{64}"))
                .noneMatch(line -> line.contains("secret") || line.contains("api.token"))
                .contains("state-machine.ingest-job=arn:aws:states:us-east-1:000000000000:stateMachine:ingest-job")
                .contains("mailbox=" + home.mailbox(), "buckets=" + home.buckets());
        for (String word : List.of("standard", "emr", "persistent-emr", "emr-serverless", "eks", "auto")) {
            assertThat(lines).anyMatch(line -> line.matches("queue\\." + word + "=http://127\\.0\\.0\\.1:\\d+/.+"));
        }
        // And a second owner is refused
        Cli.Result second = cli.run("local", "--json");
        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.faultCodes()).containsExactly("UNAVAILABLE");
        assertThat(second.out()).contains("a process that runs its services already");
        Files.writeString(home.consolePage(), "of a console that a browser was led to");
        // When the signal comes; Process.destroy would close its output as well
        assertThat(local.toHandle().destroy()).isTrue();
        // Then
        assertThat(local.waitFor()).isZero();
        assertThat(out.readLine()).isNull();
        assertThat(home.localJson()).doesNotExist();
        assertThat(home.consolePage()).doesNotExist();
        assertThat(Files.readString(folder.resolve("local.err"))).isEmpty();
    }

    /** Asks seldom: a client that connects to a port where nobody listens may be given that port for itself. */
    private static boolean isListening(int port) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(20);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldStartOnceAnotherCommandHasClosedTheQueues() throws Exception {
        // Given
        int port = fiveFreePorts();
        Instance instance = Instance.open(Map.of("SLEEPER_HOME", cli.home().toString()), RealSurroundings.get())
                .orElseThrow();
        Process local;
        try (OpenQueues queues = instance.openQueues()) {
            assertThat(queues.areServed()).isFalse();
            // When it starts, and finds them open: its console's port is the first thing that it takes
            local = local("--port", Integer.toString(port), "--json");
            while (local.isAlive() && !isListening(port + 4)) {
                assertThat(home.localJson()).doesNotExist();
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
        // Then
        JsonNode printed = new ObjectMapper().readTree(local.inputReader().readLine());
        assertThat(printed.path("stepfunctions").asText()).isEqualTo("http://127.0.0.1:" + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-INT", "-HUP"})
    void shouldRunATaskAgainThatWasInterruptedByItsTerminal(String signal) throws Exception {
        // Given
        Process local = runningAJob();
        ProcessHandle task = local.descendants().findAny().orElseThrow();
        // When the task gets what the terminal sends to all, and the services end
        send(signal, task);
        local.destroy();
        assertThat(local.waitFor()).isZero();
        // Then
        assertGoesOn(task);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-TERM", "-KILL"})
    void shouldRunATaskAgainThatWasEndedByASignalToAllBeforeTheServicesHeardOfIt(String signal) throws Exception {
        // Given
        Process local = runningAJob();
        ProcessHandle task = local.descendants().findAny().orElseThrow();
        send(signal, task);
        task.onExit().get(60, TimeUnit.SECONDS);
        // When
        local.destroy();
        assertThat(local.waitFor()).isZero();
        // Then
        assertGoesOn(task);
    }

    /** @return the services, with a job whose task runs */
    private Process runningAJob() throws Exception {
        Cli.Result demo = cli.run("demo", "--rows", "200000", "--partitions", "4", "--name", "t", "--json");
        assertThat(demo.exitCode()).as(demo.out()).isZero();
        Process local = local("--json");
        assertThat(local.inputReader().readLine()).isNotNull();
        cli.run("submit", cli.file("job.json", "{\"id\":\"j\",\"tableName\":\"t\",\"files\":[\"demo/t\"]}"))
                .done();
        while (local.descendants().findAny().isEmpty()) {
            Thread.onSpinWait();
        }
        return local;
    }

    private static void send(String signal, ProcessHandle to) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(to.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The task has ended too, and the job goes on with the next services, in the same attempt. */
    private void assertGoesOn(ProcessHandle task) throws Exception {
        task.onExit().get(60, TimeUnit.SECONDS);
        Cli.Result watched = cli.run("watch", "j", "--json");
        assertThat(watched.exitCode()).as(watched.out()).isZero();
        assertThat(watched.json().get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(watched.json().get("attempts")).hasSize(1);
        assertThat(watched.json().get("rows").longValue()).isEqualTo(200_000);
    }

    @Test
    void shouldEndATaskThatOutlivedServicesThatWereKilled() throws Exception {
        // Given a job whose task runs, and services that are killed
        Process local = runningAJob();
        ProcessHandle task = local.descendants().findAny().orElseThrow();
        while (!isOnRecord(task)) {
            Thread.onSpinWait();
        }
        local.destroyForcibly().waitFor();
        // When the job goes on with the next services, which start a task of their own
        Cli.Result watched = cli.run("watch", "j", "--json");
        // Then both tasks are found, and seen to be gone
        assertThat(watched.exitCode()).as(watched.out()).isZero();
        JsonNode job = cli.run("jobs", "j", "--json").json();
        assertThat(job.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(job.get("rows").longValue()).isEqualTo(200_000);
        assertThat(job.get("created")).hasSize(2).isEqualTo(job.get("tornDown"));
        assertThat(job.get("unknown")).isEmpty();
        task.onExit().get(60, TimeUnit.SECONDS);
    }

    private boolean isOnRecord(ProcessHandle task) throws IOException {
        try (Stream<Path> records = Files.list(home.path().resolve("ecs"))) {
            for (Path file :
                    records.filter(path -> path.toString().endsWith(".json")).toList()) {
                if (Files.readString(file).contains("\"pid\":" + task.pid())) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void shouldPrintOneObjectAsJson() throws Exception {
        // When
        Process local = local("--json");
        String line = local.inputReader().readLine();
        // Then
        ObjectNode kept = (ObjectNode) localJson();
        ObjectNode printed = (ObjectNode) new ObjectMapper().readTree(line);
        assertThat(kept.remove("s3.secret-key").textValue()).hasSize(40);
        assertThat(kept.remove("api.token").textValue()).hasSize(64);
        assertThat(printed.remove("console").textValue())
                .startsWith(kept.get("api").textValue() + "/?token=");
        assertThat(printed).isEqualTo(kept);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.localJson())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldKeepTheKeyOfItsBuckets() throws Exception {
        // Given
        Process local = local("--json");
        assertThat(local.inputReader().readLine()).isNotNull();
        JsonNode first = localJson();
        assertThat(local.toHandle().destroy()).isTrue();
        assertThat(local.waitFor()).isZero();
        // When
        assertThat(local("--json").inputReader().readLine()).isNotNull();
        // Then
        assertThat(localJson().get("s3.access-key")).isEqualTo(first.get("s3.access-key"));
        assertThat(localJson().get("s3.secret-key")).isEqualTo(first.get("s3.secret-key"));
    }

    /** @return a port that was free, as were the next four */
    private static int fiveFreePorts() throws IOException {
        while (true) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = first.getLocalPort();
                if (IntStream.rangeClosed(1, 4).allMatch(next -> isFree(port + next))) {
                    return first.getLocalPort();
                }
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldListenWhereItIsToldTo() throws Exception {
        // Given
        int port = fiveFreePorts();
        // When
        Process local = local("--port", Integer.toString(port), "--json");
        JsonNode printed = new ObjectMapper().readTree(local.inputReader().readLine());
        // Then
        assertThat(printed.get("stepfunctions").textValue()).isEqualTo("http://127.0.0.1:" + port);
        assertThat(printed.get("sqs").textValue()).isEqualTo("http://127.0.0.1:" + (port + 1));
        assertThat(printed.get("queue.standard").textValue()).startsWith("http://127.0.0.1:" + (port + 1) + "/");
        assertThat(printed.get("s3").textValue()).isEqualTo("http://127.0.0.1:" + (port + 2));
        assertThat(printed.get("iceberg").textValue()).startsWith("http://127.0.0.1:" + (port + 3));
        assertThat(printed.get("api").textValue()).isEqualTo("http://127.0.0.1:" + (port + 4));
        assertThat(cli.run("jobs", "--json").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void shouldSayThatAPortIsTaken(int place) throws Exception {
        int port = fiveFreePorts();
        try (ServerSocket other = new ServerSocket(port + place, 1, InetAddress.getLoopbackAddress())) {
            // When
            Cli.Result refused = cli.run("local", "--port", Integer.toString(port));
            // Then
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err())
                    .startsWith("error: UNAVAILABLE")
                    .contains("port " + other.getLocalPort() + " of 127.0.0.1")
                    .contains("Address already in use")
                    .contains("--port N")
                    .doesNotContain("\tat ");
        }
        // And the home is nobody's
        assertThat(cli.run("dead-letters", "--json").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65534", "65536", "x", ""})
    void shouldRefuseWhatIsNoPort(String port) {
        Cli.Result refused = cli.run("local", "--port", port);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: BAD_COMMAND_LINE").contains("--port");
    }

    @Test
    void shouldNotBelieveWhatAnOwnerThatWasKilledHasLeft() throws Exception {
        // Given an owner that was killed, and a program that has got its port
        Process local = local("--json");
        assertThat(local.inputReader().readLine()).isNotNull();
        local.destroyForcibly().waitFor();
        assertThat(home.localJson()).exists();
        // When a command owns the home for a moment
        cli.run("dead-letters", "--json").done();
        // Then
        assertThat(home.localJson()).doesNotExist();
    }

    @Test
    void shouldTellThatAJobMayHaveBeenSentWhereTheServicesDoNotAnswer() throws Exception {
        // Given a process that has the home, and another that takes connections and closes them
        Process local = local("--json");
        assertThat(local.inputReader().readLine()).isNotNull();
        try (DeafServer deaf = DeafServer.open()) {
            String address = deaf.address();
            new LocalEndpoints(Map.of("sqs", address, "stepfunctions", address, "queue.standard", address))
                    .write(home.localJson());
            // When
            Cli.Result failed = cli.run("submit", cli.file("job.json", "{\"tableName\":\"t\",\"files\":[\"a/b\"]}"));
            // Then
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.err())
                    .startsWith("error: OUTCOME_UNKNOWN: The job may have been sent.")
                    .doesNotContain("\tat ");
            assertThat(local.isAlive()).isTrue();
        }
        local.destroy();
        assertThat(local.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
