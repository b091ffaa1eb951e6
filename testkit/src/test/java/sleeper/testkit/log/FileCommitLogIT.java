package sleeper.testkit.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sleeper.statestore.file.FileCommitLog;
import sleeper.statestore.log.CommitLog;

class FileCommitLogIT extends CommitLogContract {
    @TempDir
    Path folder;

    @Override
    protected CommitLog newLog() {
        return new FileCommitLog(folder.resolve("slots"));
    }

    @Override
    protected CommitLog sameLog() {
        return new FileCommitLog(folder.resolve("slots"));
    }
}
