package sleeper.statestore.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FilePath;

class LogObjectsTest {
    private static final FilePath LOG = new FilePath("tables", "name/log");
    private static final long LAST_SLOT = 7;

    private static boolean isDecided(String name) {
        return LogObjects.isDecided(LOG, new FilePath(LOG.bucket(), LOG.key() + "/" + name), LAST_SLOT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slots/00000000000000000001",
                "slots/00000000000000000007",
                "bodies/00000000000000000007-transaction",
                "snapshots/00000000000000000007-0123456789abcdef",
                "inbox/1700000000000-i1"
            })
    void shouldLetGoWhatTheLogHasGoneBeyond(String name) {
        assertThat(isDecided(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slots/00000000000000000008",
                "bodies/00000000000000000008-transaction",
                "snapshots/00000000000000000008-0123456789abcdef",
                "slots/00000000000000000007x",
                "slots/99999999999999999999",
                "others/00000000000000000001",
                "inbox"
            })
    void shouldKeepWhatMayBeSomebodysWork(String name) {
        assertThat(isDecided(name)).isFalse();
    }
}
