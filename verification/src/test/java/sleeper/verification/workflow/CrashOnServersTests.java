package sleeper.verification.workflow;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import sleeper.verification.servers.AwsServers;

/** Deaths over stores on servers, which outlive the processes that die. */
abstract class CrashOnServersTests extends CrashTests {
    private static AwsServers servers;

    private final String stores;

    CrashOnServersTests(String stores) {
        this.stores = stores;
    }

    @BeforeAll
    static void startServers() throws Exception {
        servers = AwsServers.start();
    }

    @AfterAll
    static void endServers() throws Exception {
        servers.close();
    }

    @Override
    void chooseStores(Path home) {
        servers.choose(home, stores);
    }

    @Override
    List<String> options() {
        return servers.options();
    }
}
