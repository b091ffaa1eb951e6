package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.util.Surroundings;

/** What a function does before a snapshot of it is taken: it makes its ports, and nothing else. */
class SnapshotIT {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("orders"), 1);

    @TempDir
    private Path folder;

    private static IllegalStateException asked(String what) {
        return new IllegalStateException(what + " asked for");
    }

    @ParameterizedTest
    @MethodSource("sleeper.deployed.DeployedPortsProviderTest#deployments")
    void shouldReadNeitherClockNorIdsNorRandomNumbersWhileThePortsAreMade(Set<Platform> platforms) {
        InstantSource clock = () -> {
            throw asked("the time is");
        };
        Supplier<String> ids = () -> {
            throw asked("an id is");
        };
        RandomGenerator random = () -> {
            throw asked("a random number is");
        };
        Surroundings surroundings = new Surroundings(clock, ids, random, time -> {
            throw asked("a pause is");
        });

        LambdaPorts ports = DeployedPortsProvider.of(Environments.of(platforms.toArray(Platform[]::new)), surroundings);

        assertThatThrownBy(() -> ports.executions().startReaping(ATTEMPT)).hasMessage("an id is asked for");
        assertThatThrownBy(() -> ports.clock().instant()).hasMessage("the time is asked for");
    }

    /** Makes the ports by its environment; when a line comes, asks each service for something. */
    static final class Function {
        private Function() {}

        public static void main(String[] args) throws IOException {
            LambdaPorts ports = new DeployedPortsProvider().fromEnvironment();
            System.out.println("made with " + threads() + " threads of clients");
            int unused = System.in.read();
            for (ResourceKind kind : ResourceKind.values()) {
                try {
                    var found = ports.resources().of(kind).orElseThrow().find(ATTEMPT);
                    System.out.println(kind + " found " + found);
                } catch (RuntimeException e) {
                    System.out.println(kind + " asked");
                }
            }
        }

        private static long threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().matches("(?i).*(http|aws|sdk|okhttp|kubernetes).*"))
                    .count();
        }
    }

    @Test
    void shouldSendNothingAndReadNoCredentialsBeforeThePortsAreUsed() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Thread counting = new Thread(() -> count(server, connections), "counting");
            counting.setDaemon(true);
            counting.start();
            Process function = start("127.0.0.1:" + server.getLocalPort());
            try (BufferedReader said = function.inputReader()) {
                // Then
                assertThat(said.readLine()).isEqualTo("made with 0 threads of clients");
                assertThat(connections).hasValue(0);
                // When it is used, it is seen that the server would have been asked
                function.getOutputStream().write('\n');
                function.getOutputStream().flush();
                for (ResourceKind kind : ResourceKind.values()) {
                    int before = connections.get();
                    assertThat(said.readLine()).isEqualTo(kind + " asked");
                    assertThat(connections.get()).isGreaterThan(before);
                }
            } finally {
                function.destroyForcibly().waitFor();
            }
        }
    }

    private Process start(String server) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Function.class.getName());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(Environments.of(Platform.values()));
        environment.put("SLEEPER_EKS_ENDPOINT", "https://" + server);
        environment.put("AWS_ENDPOINT_URL", "http://" + server);
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + server + "/credentials");
        return builder.redirectError(folder.resolve("errors").toFile()).start();
    }

    /** Whoever connects is sent away. */
    private static void count(ServerSocket server, AtomicInteger connections) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                socket.close();
            } catch (IOException e) {
                // The test is over, or somebody has gone already.
            }
        }
    }
}
