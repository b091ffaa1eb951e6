package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.platform.Platform;
import sleeper.core.settings.Settings;

class SpillRoomTest {
    private static final Settings BUDGET_OF_64M = Settings.ofInstance(Map.of("sleeper.ingest.memory.budget", "64m"));
    private static final List<FileInfo> INPUTS = List.of(file("a", 20_000_000), file("b", 10_000_000));

    @Test
    void shouldRefuseWhatNeitherMemoryNorDiskHolds() {
        assertThat(SpillRoom.check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.of(119_999_999)))
                .contains(new Fault(
                        ErrorCode.DISK_FULL,
                        "the ingest task's disk",
                        "119999999 bytes free",
                        "120000000 bytes, which sorting 30000000 bytes of input may take",
                        "Free space or give the task a larger disk, or send fewer files a job."));
    }

    @Test
    void shouldTakeWhatTheDiskHolds() {
        assertThat(SpillRoom.check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.of(120_000_000)))
                .isEmpty();
    }

    @Test
    void shouldTakeWhatNeedsNoSpill() {
        assertThat(SpillRoom.check(Platform.STANDARD, INPUTS, Settings.ofInstance(Map.of()), OptionalLong.of(0)))
                .isEmpty();
    }

    @Test
    void shouldNotJudgeADiskItDoesNotKnow() {
        assertThat(SpillRoom.check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.empty()))
                .isEmpty();
        assertThat(SpillRoom.check(Platform.EMR, INPUTS, BUDGET_OF_64M, OptionalLong.of(0)))
                .isEmpty();
    }

    private static FileInfo file(String key, long bytes) {
        return new FileInfo(new FilePath("b", key), new FileVersion(bytes, "tag"), Instant.EPOCH);
    }
}
