package sleeper.cli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.local.run.LocalHome;
import sleeper.local.run.LocalPorts;
import sleeper.stepfunctions.http.HttpEndpoint;
import sleeper.stepfunctions.http.PortTakenException;

class ConsolePortIT {
    /** Of the console among the services of a home. */
    private static final int PLACE = 4;

    @TempDir
    Path folder;

    private LocalHome home;

    @BeforeEach
    void open() {
        home = new LocalHome(folder);
    }

    private static int portOf(HttpEndpoint endpoint) {
        return endpoint.address().getPort();
    }

    /** Listens and keeps where. @return the port, which is free again */
    private int listenOnce() throws IOException {
        try (HttpEndpoint endpoint = ConsolePort.listen(home, LocalPorts.FREE)) {
            ConsolePort.keep(home, endpoint);
            return portOf(endpoint);
        }
    }

    private static ServerSocket taken(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void shouldListenWhereItDidLast() throws IOException {
        int last = listenOnce();

        assertThat(listenOnce()).isEqualTo(last);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.consolePort())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldListenElsewhereWhereAnotherListensByNow() throws IOException {
        int last = listenOnce();
        try (ServerSocket other = taken(last);
                HttpEndpoint endpoint = ConsolePort.listen(home, LocalPorts.FREE)) {
            assertThat(portOf(endpoint)).isNotEqualTo(other.getLocalPort());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no port", "0", "-1", "65536", "99999999999"})
    void shouldTakeAnyPortWhereTheOneThatIsKeptIsNone(String kept) throws IOException {
        Files.writeString(home.consolePort(), kept);

        try (HttpEndpoint endpoint = ConsolePort.listen(home, LocalPorts.FREE)) {
            assertThat(portOf(endpoint)).isPositive();
        }
    }

    @Test
    void shouldListenWhereItIsToldToWhateverIsKept() throws IOException {
        int last = listenOnce();
        int told;
        try (ServerSocket free = taken(0)) {
            told = free.getLocalPort();
        }

        try (HttpEndpoint endpoint = ConsolePort.listen(home, new LocalPorts(told - PLACE))) {
            assertThat(portOf(endpoint)).isEqualTo(told).isNotEqualTo(last);
        }
    }

    @Test
    void shouldSayThatThePortIsTakenWhereItIsToldToListen() throws IOException {
        try (ServerSocket other = taken(0)) {
            LocalPorts ports = new LocalPorts(other.getLocalPort() - PLACE);

            assertThatThrownBy(() -> ConsolePort.listen(home, ports))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("api")
                    .hasMessageContaining(String.valueOf(other.getLocalPort()));
        }
    }
}
