package sleeper.verification.workflow;

import java.nio.file.Path;

/** Deaths over files of the home. */
class CrashIT extends CrashTests {
    @Override
    void chooseStores(Path home) {
        // They are in the home.
    }
}
