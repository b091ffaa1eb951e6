package sleeper.cli.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sleeper.console.ConsoleServer;
import sleeper.local.run.LocalHome;
import sleeper.local.run.LocalPorts;
import sleeper.statestore.file.OwnerOnly;
import sleeper.stepfunctions.http.HttpEndpoint;
import sleeper.stepfunctions.http.PortTakenException;

/** Where the console of a home listens: where it did last, if nobody listens there now, so that its open pages find it again. */
final class ConsolePort {
    private static final int PLACE = 4;
    private static final int MOST = 65_535;

    private ConsolePort() {}

    /** @throws PortTakenException if the ports are given, and this one is taken */
    static HttpEndpoint listen(LocalHome home, LocalPorts ports) {
        Optional<Integer> last = ports.equals(LocalPorts.FREE) ? kept(home.consolePort()) : Optional.empty();
        if (last.isPresent()) {
            try {
                return HttpEndpoint.listen(ConsoleServer.NAME, last.get());
            } catch (PortTakenException e) {
                return ports.listen(ConsoleServer.NAME, PLACE);
            }
        }
        return ports.listen(ConsoleServer.NAME, PLACE);
    }

    private static Optional<Integer> kept(Path file) {
        try {
            int port = Integer.parseInt(Files.readString(file).strip());
            return Optional.of(port).filter(found -> found > 0 && found <= MOST);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static void keep(LocalHome home, HttpEndpoint endpoint) throws IOException {
        OwnerOnly.write(home.consolePort(), endpoint.address().getPort() + System.lineSeparator());
    }
}
