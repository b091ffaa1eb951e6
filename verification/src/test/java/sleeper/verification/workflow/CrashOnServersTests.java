package sleeper.verification.workflow;

import java.io.IOException;
import java.nio.file.Path;
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
    static void startServers() throws IOException {
        servers = AwsServers.start();
    }

    @AfterAll
    static void endServers() throws IOException {
        servers.close();
    }

    /** The moments behind writes alone: one before a write leaves what the one behind the write before leaves, as over files of the home. */
    @Override
    boolean isTried(String moment) {
        return moment.contains(":after:");
    }

    @Override
    void chooseStores(Path home) {
        String unusedId = servers.choose(home, stores);
    }
}
