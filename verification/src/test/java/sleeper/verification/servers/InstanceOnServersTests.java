package sleeper.verification.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.Instance;
import sleeper.testkit.instance.InstanceContract;

/** The embedded instance whose stores are on servers. */
abstract class InstanceOnServersTests extends InstanceContract {
    private static AwsServers servers;

    @TempDir
    private Path home;

    private final String stores;
    private final String driver;
    private String id;

    InstanceOnServersTests(String stores, String driver) {
        this.stores = stores;
        this.driver = driver;
    }

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
        id = servers.choose(Files.createDirectories(home), stores);
        return sameInstance();
    }

    @Override
    protected Instance sameInstance() {
        return Instance.open(Map.of("SLEEPER_HOME", home.toString()), RealSurroundings.get())
                .orElseThrow();
    }

    @Override
    protected Map<String, String> propertiesOfANewInstance() {
        return Map.of("sleeper.id", id, "sleeper.commit.log.driver", driver);
    }
}
